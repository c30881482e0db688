import type { Client } from '../database/database.ts'
import { LIQUIBASE_VERSION } from '../kit/version.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { HistoryColumns } from '../model/fragment.ts'
import type { PlacedTables } from '../model/settings.ts'
import { qualifiedName } from '../sql/sql.ts'

/** A changeset that is to be recorded as executed. */
export interface NewEntry {
  readonly key: ChangesetKey
  readonly checksum: string
  readonly columns: HistoryColumns
}

/** Enough to be quick, few enough for a text that no server minds. */
const ROWS_PER_STATEMENT = 1000

/** Ten digits of the milliseconds since 1970, one number for each run (AbstractChangeLogHistoryService). */
const DEPLOYMENT_ID = `pg_catalog.right(pg_catalog.trunc(extract(epoch FROM pg_catalog.now()) * 1000)::bigint::text, 10)`

/**
 * Appends entries of type EXECUTED, in order, numbered on from the highest number there is: the rows that Liquibase's
 * MarkChangeSetRanGenerator writes. To be called inside the transaction that holds the changelog lock.
 */
export async function appendEntries(
  client: Client,
  tables: PlacedTables,
  entries: readonly NewEntry[],
  onChunk: (done: number) => void = () => undefined,
): Promise<void> {
  const table = qualifiedName(tables.schema, tables.changelog)
  for (let at = 0; at < entries.length; at += ROWS_PER_STATEMENT) {
    onChunk(at)
    const rows = entries
      .slice(at, at + ROWS_PER_STATEMENT)
      .map(({ key, checksum, columns }, n) => ({ n: n + 1, ...key, checksum, ...columns }))
    await client.query({
      text: `INSERT INTO ${table} (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, description, comments, tag, liquibase, contexts, labels, deployment_id)
        SELECT r.id, r.author, r.path, pg_catalog.clock_timestamp(), (SELECT coalesce(pg_catalog.max(orderexecuted), 0) FROM ${table}) + r.n,
          'EXECUTED', r.checksum, r.description, r.comments, r.tag, $2, r.contexts, r.labels, ${DEPLOYMENT_ID}
        FROM pg_catalog.json_to_recordset($1::json) AS r (n integer, id text, author text, path text, checksum text, description text, comments text, tag text, contexts text, labels text)
        ORDER BY r.n`,
      values: [JSON.stringify(rows), LIQUIBASE_VERSION],
    })
  }
}
