import { trim } from '../../kit/trim.ts'
import { literal } from '../../sql/sql.ts'

/**
 * The schema a name is looked up in, as text: the default one where none is given, else in lower case, and in whatever case
 * the default one has (Liquibase: CatalogAndSchema.customize). `dvm_home` is the target's default schema.
 */
export function schemaText(schemaName: string | null): string {
  const name = trim(schemaName ?? '').toLowerCase()
  if (name === '') return 'dvm_home'
  return `CASE pg_catalog.lower(dvm_home) WHEN ${literal(name)} THEN dvm_home ELSE ${literal(name)} END`
}

/**
 * Whether a column of the catalog says the name, whatever the case. The server's `lower` knows only the letters of its own
 * locale, so that the others which occur are translated before.
 */
export function sameName(column: string, name: string): string {
  const letters = [...new Set(name.toLowerCase())].filter((letter) => letter > '\u007f' && isOneLetter(letter))
  const text =
    letters.length === 0
      ? column
      : `pg_catalog.translate(${column}, ${literal(letters.join('').toUpperCase())}, ${literal(letters.join(''))})`
  return `pg_catalog.lower(${text}) = ${literal(name.toLowerCase())}`
}

function isOneLetter(letter: string): boolean {
  const upper = letter.toUpperCase()
  return upper !== letter && [...upper].length === 1
}

/** Nothing of a schema that belongs to PostgreSQL is a table or view to Liquibase (pgjdbc: DatabaseMetaData.getTables). */
export const NOT_OF_THE_SYSTEM = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** Names the driver cannot hand on unchanged are never found: it takes blanks off, and Liquibase quotes. */
export function canBeFound(name: string): boolean {
  return name === trim(name) && !name.includes('"')
}

/** Column names between commas, as Java's `split("\\s*,\\s*")` gives them. */
export function splitColumns(names: string | null): readonly string[] {
  if (trim(names ?? '') === '') return []
  const columns = (names ?? '').split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/)
  while (columns.at(-1) === '') columns.pop()
  return columns
}
