import type { LineIndex } from '../document/line-index.ts'
import { trim } from '../kit/trim.ts'
import type { Place } from '../model/place.ts'

type Slices = readonly (readonly [start: number, end: number])[]

/** Text put together from slices of a file, trimmed, that remembers where its characters stand. */
export interface SlicedText {
  readonly text: string
  placeOf(offset: number): Place
}

export function sliceText(source: string, slices: Slices, lines: LineIndex): SlicedText {
  const joined = slices.map(([start, end]) => source.slice(start, end)).join('')
  const text = trim(joined)
  const lead = joined.indexOf(text)
  return { text, placeOf: (offset) => lines.placeOf(sourceOffset(slices, offset + lead)) }
}

function sourceOffset(slices: Slices, offset: number): number {
  let left = offset
  for (const [start, end] of slices) {
    if (left < end - start) return start + left
    left -= end - start
  }
  return slices[slices.length - 1]?.[1] ?? 0
}
