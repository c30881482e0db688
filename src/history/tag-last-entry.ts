import type { Client } from '../database/database.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { PlacedTables } from '../model/settings.ts'
import { qualifiedName } from '../sql/sql.ts'

/**
 * Puts a tag on the entry that ran last, by date and then by number (TagDatabaseGenerator). Gives that entry's key and
 * the tag it had; null where the history is empty.
 */
export async function tagLastEntry(
  client: Client,
  tables: PlacedTables,
  tag: string,
): Promise<{ readonly key: ChangesetKey; readonly before: string | null } | null> {
  const table = qualifiedName(tables.schema, tables.changelog)
  const { rows } = await client.query<{ id: string; author: string; path: string; before: string | null }>({
    text: `UPDATE ${table} AS t SET tag = $1
      FROM (SELECT dateexecuted, orderexecuted, tag FROM ${table} ORDER BY dateexecuted DESC, orderexecuted DESC LIMIT 1) AS last
      WHERE t.dateexecuted = last.dateexecuted AND t.orderexecuted = last.orderexecuted
      RETURNING t.id, t.author, t.filename AS path, last.tag AS before`,
    values: [tag],
  })
  const [row] = rows
  return row === undefined ? null : { key: { id: row.id, author: row.author, path: row.path }, before: row.before }
}
