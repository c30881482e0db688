import { StringDecoder } from 'node:string_decoder'
import type { Body, RangesBody } from '../model/body.ts'
import type { SourceStorage } from '../storage/source-storage.ts'
import type { ExpansionScope } from './expand.ts'
import { expandPieces } from './expand-pieces.ts'

/** The text of a body, expanded, in pieces. Fails with FILE_UNREADABLE. */
export function readBody(storage: SourceStorage, body: Body): Iterable<string> {
  if (body.kind === 'held') return body.text === '' ? [] : [body.text]
  const pieces = decodeRanges(storage, body)
  return body.expressions ? expandPieces(pieces, scopeOf(body)) : pieces
}

/** The same text as UTF-8: a large body without expressions is not decoded for it. */
export function* readBodyBytes(storage: SourceStorage, body: Body): Generator<Buffer> {
  if (body.kind === 'ranges' && !body.expressions) {
    for (const [start, end] of body.ranges) yield* storage.lentPieces(body.file, start, end)
    return
  }
  for (const piece of readBody(storage, body)) yield Buffer.from(piece)
}

function* decodeRanges(storage: SourceStorage, body: RangesBody): Generator<string> {
  const decoder = new StringDecoder('utf8')
  for (const [start, end] of body.ranges) {
    for (const bytes of storage.lentPieces(body.file, start, end)) {
      const text = decoder.write(bytes)
      if (text !== '') yield text
    }
  }
}

/** What had to be said about these properties was said when the file was parsed. */
function scopeOf(body: RangesBody): ExpansionScope {
  const values = new Map<string, string>()
  for (const [name, value] of body.properties ?? []) values.set(name.toLowerCase(), value)
  const silent = () => undefined
  return {
    ...body.expansion,
    find: (name) => values.get(name.toLowerCase()) ?? null,
    undefined: silent,
    recursive: silent,
    tooLarge: silent,
  }
}
