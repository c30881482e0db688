import type { RangesBody } from '../model/body.ts'
import type { Place } from '../model/place.ts'
import { expandPieces } from './expand-pieces.ts'
import { type Frame, logicalPathOf } from './frame.ts'
import { readBody } from './read-body.ts'
import type { Reading } from './reading.ts'
import type { LargeFileFacts } from './scan-large-file.ts'

type Ranges = readonly (readonly [start: number, end: number])[]

/**
 * SQL of a large file as a body of byte ranges, trimmed; `null` where only white space is left. Properties it uses and
 * nobody defines are warned of at its first line: lines are not counted in a file of this size.
 */
export function largeBody(
  reading: Reading,
  frame: Frame,
  facts: LargeFileFacts,
  ranges: Ranges,
  firstLine: number,
): { body: RangesBody; place: Place; endsWithSlash: boolean } | null {
  const trimmed = trimEnd(reading, frame, trimStart(reading, frame, ranges))
  if (trimmed.length === 0) return null
  const place = { file: frame.file.path, line: firstLine, column: 1 }
  const body = rangesBody(reading, frame, trimmed, facts.expressions)
  if (body.expressions) {
    const plain = readBody(reading.storage, { ...body, expressions: false })
    const scope = reading.scope(frame, () => place)
    let length = 0
    for (const piece of expandPieces(plain, scope)) length += piece.length
    if (length === 0) return null
  }
  return { body, place, endsWithSlash: lastBytes(reading, frame, trimmed) === '\n/' }
}

/** A body of ranges that knows the properties the frame sees now. */
export function rangesBody(reading: Reading, frame: Frame, ranges: Ranges, expressions: boolean): RangesBody {
  const properties = expressions ? reading.parameters.visibleIn(logicalPathOf(frame)) : []
  const rules = expressions ? { expansion: reading.expansion } : {}
  return { kind: 'ranges', file: frame.file.absolute, ranges, expressions, properties, ...rules }
}

function trimStart(reading: Reading, frame: Frame, ranges: Ranges): Ranges {
  for (const [index, [start, end]] of ranges.entries()) {
    let at = start
    for (const bytes of reading.storage.pieces(frame.file.absolute, start, end, 4096)) {
      const visible = bytes.findIndex((byte) => byte > 0x20)
      if (visible !== -1) return [[at + visible, end], ...ranges.slice(index + 1)]
      at += bytes.length
    }
  }
  return []
}

function trimEnd(reading: Reading, frame: Frame, ranges: Ranges): Ranges {
  for (let index = ranges.length - 1; index >= 0; index--) {
    const [start, end] = ranges[index] ?? [0, 0]
    for (let to = end; to > start; ) {
      const from = Math.max(start, to - 4096)
      const [bytes] = [...reading.storage.pieces(frame.file.absolute, from, to)]
      const visible = bytes?.findLastIndex((byte) => byte > 0x20) ?? -1
      if (visible !== -1) return [...ranges.slice(0, index), [start, from + visible + 1]]
      to = from
    }
  }
  return []
}

function lastBytes(reading: Reading, frame: Frame, ranges: Ranges): string {
  const [start, end] = ranges[ranges.length - 1] ?? [0, 0]
  const from = Math.max(start, end - 2)
  return Buffer.concat([...reading.storage.pieces(frame.file.absolute, from, end)]).toString('latin1')
}
