import type { Sql } from '../../model/sql.ts'
import { trusted } from '../../sql/sql.ts'

/** So many bytes are sent in one statement. */
const PIECE = 3 << 16

/**
 * Statements that put bytes into a large object of their own and keep its number under a setting of this transaction:
 * however much it is, neither we nor the server hold all of it as text.
 */
export function* storeObject(name: string, bytes: Iterable<Buffer>): Generator<string> {
  let offset = 0
  for (const piece of regrouped(bytes)) {
    const data = `pg_catalog.decode('${piece.toString('base64')}', 'base64')`
    yield offset === 0
      ? `SELECT pg_catalog.set_config('${name}', pg_catalog.lo_from_bytea(0, ${data})::pg_catalog.text, true);\n`
      : `SELECT pg_catalog.lo_put(${objectNumber(name)}, ${offset}, ${data});\n`
    offset += piece.length
  }
}

/** The number of the large object under that name. */
export function objectNumber(name: string): Sql {
  return trusted(`pg_catalog.current_setting('${name}')::pg_catalog.oid`)
}

/** Takes the large object away again. */
export function dropObject(name: string): string {
  return `SELECT pg_catalog.lo_unlink(${objectNumber(name)});\n`
}

/** Pieces of one size but for the last one, at least one. */
function* regrouped(bytes: Iterable<Buffer>): Generator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  let any = false
  for (const piece of bytes) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + PIECE - length)
      held.push(Buffer.from(part))
      length += part.length
      at += part.length
      if (length < PIECE) continue
      yield Buffer.concat(held)
      any = true
      held = []
      length = 0
    }
  }
  if (length > 0 || !any) yield Buffer.concat(held)
}
