import type { Client, Database } from './database.ts'

/** What text a database can hold and how it sorts, and the settings that changesets run under there. */
export interface DatabaseTraits {
  readonly encoding: string
  readonly collate: string
  readonly ctype: string
  /** As `pg_database.datlocprovider`: c, i or b; null before PostgreSQL 15, which knew libc only. */
  readonly provider: string | null
  readonly locale: string | null
  readonly rules: string | null
  /** Run-time settings of database and role, e.g. `search_path`, as a connection can give them. */
  readonly settings: Readonly<Record<string, string>>
  /** Who reads this, `current_user`. */
  readonly user: string
  /** Every role of the server but PostgreSQL's own. */
  readonly roles: readonly string[]
}

interface Row {
  user: string
  roles: string[]
  facts: Record<string, string | null>
  encoding: string
  settings: Record<string, string> | null
}

// A database that is read-only by default could not be built again; limits are for those who work there.
const NOT_TAKEN = `s.name NOT IN ('default_transaction_read_only', 'application_name') AND s.name !~ '_timeout$'`

/** Reads the traits of a database. As rows of JSON: the catalog's columns for locales have changed twice. */
export async function readTraits(database: Database): Promise<DatabaseTraits> {
  const { facts, encoding, settings, user, roles } = await database.withReadOnly(readRow)
  return {
    encoding,
    collate: facts['datcollate'] ?? 'C',
    ctype: facts['datctype'] ?? 'C',
    provider: facts['datlocprovider'] ?? null,
    locale: facts['datlocale'] ?? facts['daticulocale'] ?? null,
    rules: facts['daticurules'] ?? null,
    settings: settings ?? {},
    user,
    roles,
  }
}

async function readRow(client: Client): Promise<Row> {
  const { rows } = await client.query<Row>(
    `SELECT pg_catalog.to_jsonb(d) AS facts, pg_catalog.pg_encoding_to_char(d.encoding)::text AS encoding,
       (SELECT pg_catalog.jsonb_object_agg(s.name, s.setting) FROM pg_catalog.pg_settings AS s
         WHERE s.source IN ('database', 'user', 'database user') AND s.context = 'user' AND ${NOT_TAKEN}) AS settings,
       current_user::text AS "user", ARRAY(SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_') AS roles
     FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('pg_database has no row of the current database')
  return row
}

/** The clauses of CREATE DATABASE, for template0, the only one that takes others than its own. `quote` makes a literal. */
export function createClauses(traits: DatabaseTraits, quote: (text: string) => string): string {
  const { encoding, collate, ctype, provider, locale, rules } = traits
  const clauses = [`ENCODING ${quote(encoding)}`, `LC_COLLATE ${quote(collate)}`, `LC_CTYPE ${quote(ctype)}`]
  if (provider === 'c') clauses.push('LOCALE_PROVIDER libc')
  if (provider === 'i') clauses.push(`LOCALE_PROVIDER icu ICU_LOCALE ${quote(locale ?? 'und')}`)
  if (provider === 'b') clauses.push(`LOCALE_PROVIDER builtin BUILTIN_LOCALE ${quote(locale ?? 'C')}`)
  if (rules !== null) clauses.push(`ICU_RULES ${quote(rules)}`)
  return clauses.join(' ')
}
