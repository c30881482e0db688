import type { Client } from '../database/database.ts'

/**
 * Settings that the text of definitions and values depends on, and what makes them say everything: names with their
 * schemas, constants that mean the same elsewhere. As pg_dump sets them.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: '',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  extra_float_digits: '3',
  bytea_output: 'hex',
  lc_monetary: 'C',
  xmloption: 'content',
  // Queries over the catalog are many and short: compiling them takes longer than running them.
  jit: 'off',
}

/**
 * Runs `use` with these settings and puts them back. The client must be inside a transaction, as `database.withReadOnly` lends
 * it: what is read is then one snapshot.
 */
export async function withPlainSpelling<T>(
  client: Client,
  use: () => Promise<T>,
  more: Readonly<Record<string, string>> = {},
): Promise<T> {
  const settings = Object.entries({ ...SETTINGS, ...more })
  await client.query('SAVEPOINT dvm_plain_spelling')
  await client.query({
    text: `SELECT pg_catalog.set_config(s.name, s.value, true)
      FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS s (name, value)`,
    values: [settings.map(([name]) => name), settings.map(([, value]) => value)],
  })
  const result = await use()
  // After a failure the transaction is lost, and the settings with it.
  await client.query('ROLLBACK TO SAVEPOINT dvm_plain_spelling; RELEASE SAVEPOINT dvm_plain_spelling')
  return result
}
