import type { Place } from '../model/place.ts'

/** The place of character `offset` of a text whose first character stands at `start`. */
export function placeWithin(text: string, offset: number, start: Place): Place {
  let line = start.line
  let lineStart = 1 - start.column
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    lineStart = at + 1
  }
  return { file: start.file, line, column: offset - lineStart + 1 }
}
