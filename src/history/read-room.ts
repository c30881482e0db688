import type { Client } from '../database/database.ts'
import type { HistoryRoom } from '../model/history.ts'
import type { PlacedTables } from '../model/settings.ts'
import { literal, qualifiedName } from '../sql/sql.ts'

/** How many characters each text column of `databasechangelog` holds; columns that are not there are left out. */
export async function readRoom(client: Client, tables: PlacedTables): Promise<HistoryRoom> {
  const { rows } = await client.query<{ name: string; room: number | null }>(
    `SELECT attname AS name, CASE WHEN atttypmod >= 4 THEN atttypmod - 4 END AS room FROM pg_catalog.pg_attribute
     WHERE attrelid = pg_catalog.to_regclass(${literal(qualifiedName(tables.schema, tables.changelog))})
       AND attnum > 0 AND NOT attisdropped
       AND atttypid IN ('pg_catalog.varchar'::pg_catalog.regtype, 'pg_catalog.bpchar'::pg_catalog.regtype, 'pg_catalog.text'::pg_catalog.regtype)`,
  )
  return Object.fromEntries(rows.map(({ name, room }) => [name, room ?? Number.POSITIVE_INFINITY]))
}

/** What each column must hold at least, `0` where it must only be there; preflights see to it (templates/package/tables.sql). */
const TODAY: HistoryRoom = {
  description: 0,
  tag: 0,
  comments: 0,
  md5sum: 35,
  liquibase: 20,
  exectype: 0,
  contexts: 255,
  labels: 255,
  deployment_id: 0,
}

/** Whether the history is as a current Liquibase makes it: it brings older ones up to date whenever it updates. */
export function isOfToday(room: HistoryRoom): boolean {
  return Object.entries(TODAY).every(([name, least]) => (room[name] ?? -1) >= least)
}
