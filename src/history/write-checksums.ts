import type { Client } from '../database/database.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { PlacedTables } from '../model/settings.ts'
import { qualifiedName } from '../sql/sql.ts'

/** Enough to be quick, few enough for a text that no server minds. */
const ROWS_PER_STATEMENT = 1000

/** Takes the checksum out of every entry that has one, and tells how many had. */
export async function clearChecksumsOf(client: Client, tables: PlacedTables): Promise<number> {
  const table = qualifiedName(tables.schema, tables.changelog)
  const { rowCount } = await client.query(`UPDATE ${table} SET md5sum = NULL WHERE md5sum IS NOT NULL`)
  return rowCount ?? 0
}

/** An entry's checksum as it should be. What it is now counts too: a run that came between is not overwritten. */
export interface NewChecksum {
  readonly key: ChangesetKey
  readonly before: string | null
  readonly checksum: string
}

/** Replaces checksums that are missing or of an old version (UpdateChangeSetChecksumGenerator); tells how many. */
export async function replaceChecksums(
  client: Client,
  tables: PlacedTables,
  replacements: readonly NewChecksum[],
): Promise<number> {
  const table = qualifiedName(tables.schema, tables.changelog)
  let replaced = 0
  for (let at = 0; at < replacements.length; at += ROWS_PER_STATEMENT) {
    const rows = replacements
      .slice(at, at + ROWS_PER_STATEMENT)
      .map(({ key, before, checksum }) => ({ ...key, before, checksum }))
    const { rowCount } = await client.query({
      text: `UPDATE ${table} AS h SET md5sum = r.checksum
        FROM pg_catalog.json_to_recordset($1::json) AS r (id text, author text, path text, before text, checksum text)
        WHERE h.id = r.id AND h.author = r.author AND h.filename = r.path AND h.md5sum IS NOT DISTINCT FROM r.before`,
      values: [JSON.stringify(rows)],
    })
    replaced += rowCount ?? 0
  }
  return replaced
}
