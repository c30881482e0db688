import type { Client } from '../database/database.ts'
import { fail } from '../errors/dvm-error.ts'
import type { HistoryEntry, LockFacts } from '../model/history.ts'
import type { PlacedTables } from '../model/settings.ts'
import { literal, qualifiedName } from '../sql/sql.ts'

interface HistoryRow {
  id: string
  author: string
  filename: string
  executed_at: string
  orderexecuted: number
  exectype: string
  md5sum: string | null
  description: string | null
  comments: string | null
  tag: string | null
  liquibase: string | null
  contexts: string | null
  labels: string | null
  deployment_id: string | null
}

/** Columns that came with later versions of Liquibase, and what it fills them with in rows that were there before. */
const LATER: Readonly<Record<string, string>> = {
  orderexecuted: '-1',
  exectype: "'EXECUTED'",
  md5sum: 'NULL',
  description: 'NULL',
  comments: 'NULL',
  tag: 'NULL',
  liquibase: 'NULL',
  contexts: 'NULL',
  labels: 'NULL',
  deployment_id: 'NULL',
}

/**
 * The rows of `databasechangelog` in `orderexecuted` order, or null where the table does not exist. Columns that an old
 * Liquibase did not make yet are read as it fills them. Nothing is created.
 */
export async function readEntries(client: Client, tables: PlacedTables): Promise<HistoryEntry[] | null> {
  const columns = await readColumns(client, tables.schema, tables.changelog)
  if (columns.size === 0) return null
  const selected = Object.entries(LATER)
    .map(([name, filled]) => (columns.has(name) ? name : `${filled} AS ${name}`))
    .join(', ')
  for (const name of ['id', 'author', 'filename', 'dateexecuted']) {
    if (!columns.has(name))
      throw fail('HISTORY_NOT_FOUND', { table: `${tables.schema}.${tables.changelog} with column ${name}` })
  }
  const { rows } = await client.query<HistoryRow & Record<string, unknown>>(
    `SELECT id, author, filename, to_char(dateexecuted, 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS executed_at, ${selected}
     FROM ${qualifiedName(tables.schema, tables.changelog)} ORDER BY orderexecuted, dateexecuted`,
  )
  return rows.map(toEntry)
}

/** The lock row, or null where there is none. */
export async function readLock(client: Client, tables: PlacedTables): Promise<LockFacts | null> {
  const columns = await readColumns(client, tables.schema, tables.lock)
  if (columns.size === 0) return null
  const { rows } = await client.query<{ locked: boolean; lockedby: string | null; granted: string | null }>(
    `SELECT locked, lockedby, to_char(lockgranted, 'YYYY-MM-DD"T"HH24:MI:SS') AS granted
     FROM ${qualifiedName(tables.schema, tables.lock)} WHERE id = 1`,
  )
  const row = rows[0]
  return row === undefined ? null : { locked: row.locked, lockedBy: row.lockedby, grantedAt: row.granted }
}

async function readColumns(client: Client, schema: string, table: string): Promise<Set<string>> {
  const { rows } = await client.query<{ attname: string }>(
    `SELECT attname FROM pg_catalog.pg_attribute
     WHERE attrelid = pg_catalog.to_regclass(${literal(qualifiedName(schema, table))}) AND attnum > 0 AND NOT attisdropped`,
  )
  return new Set(rows.map((row) => row.attname))
}

function toEntry(row: HistoryRow): HistoryEntry {
  return {
    key: { id: row.id, author: row.author, path: row.filename },
    executedAt: row.executed_at,
    order: row.orderexecuted,
    execType: row.exectype,
    checksum: row.md5sum,
    description: row.description,
    comments: row.comments,
    tag: row.tag,
    liquibase: row.liquibase,
    contexts: row.contexts,
    labels: row.labels,
    deploymentId: row.deployment_id,
  }
}
