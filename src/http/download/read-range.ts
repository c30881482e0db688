/** The first and the last byte, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * The one range that a `Range` header asks for (RFC 9110, 14.1.2), cut to the bytes there are; null where all of them are to
 * be sent: for another unit, what cannot be read, or several ranges, which a server may answer whole (14.2).
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null {
  const [, list] = /^\s*bytes\s*=([\d\s,-]{1,200})$/i.exec(header ?? '') ?? []
  if (list === undefined) return null
  const specs = list.split(',').map((spec) => /^\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/.exec(spec))
  const [spec] = specs
  if (spec === undefined || spec === null || specs.length > 1) return null
  const [, first = '', last = ''] = spec
  if (first === '') return last === '' ? null : suffix(Number(last), bytes)
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= bytes ? 'unsatisfiable' : { start, end }
}

function suffix(length: number, bytes: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || bytes === 0) return 'unsatisfiable'
  return { start: Math.max(0, bytes - length), end: bytes - 1 }
}
