import { decodePieces } from '../../document/decode-pieces.ts'
import { dollarQuoted, literal } from '../../sql/sql.ts'
import type { DataFile, SqlContext } from '../change-type.ts'
import { quoted } from '../data-type/sql-value.ts'
import { bytesOf } from './data-file.ts'
import { dropObject, objectNumber, storeObject } from './large-object.ts'

/** What comes into a hole of a statement. */
export type Hole =
  | { readonly kind: 'sql'; readonly sql: string }
  /** An expression that gives, on the target, the text of the SQL. */
  | { readonly kind: 'asked'; readonly expression: string }
  /** The text of a file. */
  | { readonly kind: 'clob'; readonly file: DataFile; readonly encoding: string | null }
  /** The bytes of a file: themselves in a column of type bytea, else as a large object. */
  | { readonly kind: 'blob'; readonly file: DataFile; readonly isBytea: string }
  /** Bytes that become a large object. */
  | { readonly kind: 'object'; readonly bytes: Buffer }

/** Stands for hole `n` in a statement. PostgreSQL's text never holds a NUL. */
export function hole(n: number): string {
  return `\0${n}\0`
}

/** Text of a file up to this many characters is written into the statement. */
const INLINE = 1 << 16

/**
 * A statement with its holes filled, after the statements that bring large values to the server. `query` is PL/pgSQL that sets
 * `dvm_row`, where expressions need it.
 */
export function* bindStatement(
  statement: string,
  holes: readonly Hole[],
  context: SqlContext,
  query = '',
): Generator<string> {
  const fillings: Filling[] = []
  for (const [n, one] of holes.entries()) fillings.push(yield* fill(one, `dvm.object${n}`, context))
  const parts = statement.split(/\0(\d+)\0/)
  const asked = fillings.some((filling) => filling.expression !== undefined)
  yield asked
    ? askedStatement(parts, fillings, query)
    : parts.map((part, at) => (at % 2 === 0 ? part : sqlOf(fillings, part))).join('')
  const ends = fillings.flatMap(({ end }) => (end === undefined ? [] : [end]))
  if (ends.length > 0) yield `\n;${ends.join('')}`
}

interface Filling {
  readonly sql?: string
  readonly expression?: string
  /** A statement that follows. */
  readonly end?: string
}

function sqlOf(fillings: readonly Filling[], n: string): string {
  return fillings[Number(n)]?.sql ?? ''
}

function* fill(one: Hole, name: string, context: SqlContext): Generator<string, Filling> {
  switch (one.kind) {
    case 'sql':
      return { sql: one.sql }
    case 'asked':
      return { expression: one.expression }
    case 'object':
      yield* storeObject(name, [one.bytes])
      // PostgreSQL's driver binds the number of a large object as int8, whatever the column is.
      return { sql: `${objectNumber(name)}::pg_catalog.int8` }
    case 'blob':
      yield* storeObject(name, bytesOf(one.file, context))
      return {
        expression: `CASE WHEN ${one.isBytea} THEN ${literal(`pg_catalog.lo_get(${objectNumber(name)})`)} ELSE ${literal(`${objectNumber(name)}::pg_catalog.int8`)} END`,
        end: `SELECT pg_catalog.lo_unlink(${objectNumber(name)}) WHERE ${one.isBytea};\n`,
      }
    case 'clob':
      return yield* fillWithText(one, name, context)
    default:
      return one satisfies never
  }
}

function* fillWithText(
  { file, encoding }: Extract<Hole, { kind: 'clob' }>,
  name: string,
  context: SqlContext,
): Generator<string, Filling> {
  const bytes = bytesOf(file, context)
  const pieces = decodePieces(bytes, { encoding, file: file.path, warn: (item) => context.warn?.(item) })
  let text = ''
  for (;;) {
    const next = pieces.next()
    if (next.done === true) return { sql: `${quoted(text)}::pg_catalog.varchar` }
    text += next.value
    if (text.length > INLINE) break
  }
  yield* storeObject(name, encoded(text, pieces))
  const content = `pg_catalog.convert_from(pg_catalog.lo_get(${objectNumber(name)}), 'UTF8')`
  return { sql: `${content}::pg_catalog.varchar`, end: dropObject(name) }
}

function* encoded(head: string, rest: Iterable<string>): Generator<Buffer> {
  yield Buffer.from(head)
  for (const piece of rest) yield Buffer.from(piece)
}

/** The statement is put together on the target, where its types are known. */
function askedStatement(parts: readonly string[], fillings: readonly Filling[], query: string): string {
  const pieces = parts.map((part, at) => {
    const filling = at % 2 === 0 ? undefined : fillings[Number(part)]
    return filling?.expression ?? literal(filling?.sql ?? part)
  })
  const text = pieces.filter((piece) => piece !== "''").join(' || ')
  const before = query === '' ? '' : `DECLARE\n  dvm_row record;\n`
  const body = `\n${before}BEGIN\n${query === '' ? '' : `  ${query}\n`}  EXECUTE ${text};\nEND\n`
  return `DO ${dollarQuoted(body, 'bind')}`
}
