import type { Client } from '../database/database.ts'
import { DvmError } from '../errors/dvm-error.ts'
import type { PackageRequest } from '../model/package-request.ts'
import type { Settings } from '../model/settings.ts'
import { literal, qualifiedName } from '../sql/sql.ts'
import { newestChange, type PathStates, stillStand } from '../storage/path-states.ts'
import type { Context } from './context.ts'

/**
 * Whether all that such a package is made of is files and history. What looks at the catalog or at rows, rollbacks included,
 * has no state that could be read for less than the package.
 */
export function hasCheapState(request: PackageRequest): boolean {
  switch (request.kind) {
    case 'deployed':
    case 'pending':
    case 'offline':
    case 'environment':
    case 'liquibase':
    case 'split':
      return true
    case 'incremental':
      return !request.includeRollback
    case 'docker':
      return request.of === 'sql'
    case 'full':
      return request.format === 'liquibase'
    case 'rollback':
    case 'schema':
      return false
    default:
      return request satisfies never
  }
}

/**
 * What a package takes from these databases, in two small queries each: equal texts mean that none of it changed. Every column of
 * every row counts, and so do the columns themselves and what the server says of itself. Null where nobody can say. Fails with DATABASE_UNREACHABLE and DATABASE_REFUSED.
 */
export async function readHistoryState(contexts: readonly Context[]): Promise<string | null> {
  const states = await Promise.all(contexts.map(readOne))
  return states.includes(null) ? null : states.join('\n')
}

async function readOne({ database, settings }: Context): Promise<string | null> {
  if (database === null) return ''
  try {
    return await database.withClient((client) => readState(client, settings))
  } catch (error) {
    // The build tells more about it.
    if (error instanceof DvmError && error.code === 'DATABASE_QUERY_FAILED') return null
    throw error
  }
}

async function readState(client: Client, { tables, defaultSchema }: Settings): Promise<string | null> {
  const name = qualifiedName(tables.schema ?? defaultSchema, tables.changelog)
  const { rows: facts } = await client.query<{ server: string; oid: string | null }>(
    `SELECT pg_catalog.concat_ws('|', current_setting('server_version'), current_setting('server_encoding'),
       current_database(), current_user, current_schema()) AS server,
       pg_catalog.to_regclass(${literal(name)})::pg_catalog.oid::pg_catalog.text AS oid`,
  )
  const [fact] = facts
  if (fact === undefined) return null
  if (fact.oid === null) return `${fact.server}|no history`
  const { rows } = await client.query<{ columns: string; rows: string }>(
    `SELECT (SELECT pg_catalog.sum(pg_catalog.hashtextextended(
          pg_catalog.concat_ws(':', a.attnum, a.attname, a.atttypid, a.atttypmod, a.attisdropped), 0))
        FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = ${literal(fact.oid)}::pg_catalog.oid AND a.attnum > 0) AS columns,
       (SELECT pg_catalog.concat_ws(':', pg_catalog.count(*), pg_catalog.sum(pg_catalog.hashtextextended(h::pg_catalog.text, 0)))
        FROM ${name} AS h) AS rows`,
  )
  const [row] = rows
  return row === undefined ? null : `${fact.server}|${fact.oid}|${row.columns}|${row.rows}`
}

/**
 * How long ago a file must have been changed for its times to tell a change from the next one: a file system's clock goes in
 * steps of up to 10 ms.
 */
const CLOCK_STEP_MS = 25

/** Whether what was looked at can be told from what comes later: nothing of it was changed just before `start`. */
export function isSettled(looked: PathStates, start: Date): boolean {
  return newestChange(looked) < start.getTime() - CLOCK_STEP_MS
}

/** Whether the files and folders stand as they were looked at. */
export function filesStand(looked: PathStates): Promise<boolean> {
  return stillStand(looked)
}
