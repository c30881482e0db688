import { randomBytes } from 'node:crypto'
import { DvmError, fail } from '../errors/dvm-error.ts'
import { md5 } from '../kit/digest.ts'
import type { Log } from '../kit/log.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { beforeSignal } from './before-signal.ts'
import type { Client, Database } from './database.ts'
import { createClauses, type DatabaseTraits, readTraits } from './database-traits.ts'
import { describeTarget } from './describe-target.ts'
import { ensureRoles } from './ensure-roles.ts'
import { openDatabase } from './open-database.ts'

export interface ScratchRequest {
  /** The server to make it on; its `database` is only where the request is made from. `null`: the embedded server. */
  readonly server: DatabaseTarget | null
  /** The database whose encoding, collation and settings it gets; `null`: the server's own, in UTF-8. */
  readonly like: Database | null
  /** Where the embedded server keeps its cluster. */
  readonly stateDir: string
  readonly log: Log
}

export interface ScratchDatabase {
  readonly database: Database
  /** The same, for programs such as psql. */
  readonly target: DatabaseTarget
}

/** Names of databases that this product makes for itself, and may drop. */
export const SCRATCH_PREFIX = 'dvm_scratch_'
const LOCK_CLASS = 0x64766e

/**
 * Lends an empty database of its own, and drops it when `use` settles or a signal ends the process. What a process that was
 * killed left behind is dropped by the next one that comes to the same server. Fails with SCRATCH_REFUSED where the role
 * may not create databases, EMBEDDED_* and DATABASE_*.
 */
export async function withScratchDatabase<T>(
  request: ScratchRequest,
  use: (scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const traits = request.like === null ? null : await readTraits(request.like)
  if (request.server !== null) return withDatabaseOn(request.server, traits, request.log, use)
  const { startEmbedded } = await import('./embedded/start-embedded.ts')
  const embedded = await startEmbedded(request.stateDir, request.log)
  try {
    const { target } = embedded
    if (traits === null) return await withDatabaseOn(target, null, request.log, use)
    await ensureRoles(target, traits)
    // Grants and owners are then those of the other database, whoever deploys there.
    const settings = { ...traits.settings, role: traits.user }
    return await withDatabaseOn(target, { ...traits, settings }, request.log, use)
  } finally {
    await embedded.stop()
  }
}

/** Whether the connection's role may create databases on its server. */
export async function mayCreateDatabases(database: Database): Promise<boolean> {
  const { rows } = await database.withReadOnly((client) =>
    client.query<{ may: boolean }>(
      'SELECT rolcreatedb OR rolsuper AS may FROM pg_catalog.pg_roles WHERE rolname = current_user',
    ),
  )
  return rows[0]?.may === true
}

async function withDatabaseOn<T>(
  server: DatabaseTarget,
  traits: DatabaseTraits | null,
  log: Log,
  use: (scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const name = `${SCRATCH_PREFIX}${randomBytes(12).toString('hex')}`
  const target = { ...server, database: name, parameters: { ...traits?.settings, ...server.parameters } }
  const admin = openDatabase(server, { applicationName: 'dvm scratch' })
  const database = openDatabase(target)
  const drop = (): Promise<void> => dropDatabase(admin, name, log)
  const done = beforeSignal(drop)
  try {
    return await admin.withClient(async (keeper) => {
      await keep(keeper, name)
      await sweep(keeper, log)
      await create(keeper, server, name, traits, log)
      try {
        return await use({ database, target })
      } finally {
        await database.close()
        await drop()
      }
    })
  } finally {
    await done()
    await admin.close()
  }
}

/** The name's lock is taken before there is such a database: whoever finds one without a lock finds what a dead process left. */
async function keep(keeper: Client, name: string): Promise<void> {
  await keeper.query({ text: 'SELECT pg_catalog.pg_advisory_lock($1, $2)', values: [LOCK_CLASS, lockKey(name)] })
  await keeper.query(
    `SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'idle_session_timeout'`,
  )
}

function lockKey(name: string): number {
  return Number.parseInt(md5(name).slice(0, 8), 16) & 0x7fffffff
}

async function sweep(keeper: Client, log: Log): Promise<void> {
  const { escapeIdentifier } = await import('pg')
  const { rows } = await keeper.query<{ name: string }>({
    text: `SELECT datname::text AS name FROM pg_catalog.pg_database AS d
      WHERE pg_catalog.starts_with(datname::text, $1) AND pg_catalog.pg_has_role(d.datdba, 'USAGE')`,
    values: [SCRATCH_PREFIX],
  })
  if (rows.length === 0) return
  const held = await keeper.query<{ key: string }>({
    text: `SELECT objid::text AS key FROM pg_catalog.pg_locks
      WHERE locktype = 'advisory' AND classid = $1::pg_catalog.oid AND objsubid = 2`,
    values: [LOCK_CLASS],
  })
  const living = new Set(held.rows.map(({ key }) => key))
  for (const { name } of rows.filter((row) => !living.has(String(lockKey(row.name))))) {
    // Another process may be faster, or somebody may be looking at it: then it stays.
    await keeper.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`).then(
      () => log.info('dropped a scratch database that a killed process had left', { name }),
      () => undefined,
    )
  }
}

const NOT_ALLOWED = '42501'
const NO_SUCH_DATABASE = '3D000'
/** What a server says to a locale that its system or its build does not have. */
const NO_SUCH_LOCALE = new Set(['42809', '22023', '0A000', '42601'])

async function create(
  keeper: Client,
  server: DatabaseTarget,
  name: string,
  traits: DatabaseTraits | null,
  log: Log,
): Promise<void> {
  const { escapeIdentifier, escapeLiteral } = await import('pg')
  const owner = traits?.settings['role'] === undefined ? '' : ` OWNER ${escapeIdentifier(traits.settings['role'])}`
  const start = `CREATE DATABASE ${escapeIdentifier(name)}${owner} TEMPLATE template0`
  try {
    await keeper.query(`${start} ${traits === null ? "ENCODING 'UTF8'" : createClauses(traits, escapeLiteral)}`)
  } catch (cause) {
    if (!(cause instanceof DvmError)) throw cause
    const state = stateOf(cause)
    if (state === NOT_ALLOWED) {
      const facts = { target: describeTarget(server), reason: (cause.cause as Error).message }
      throw fail('SCRATCH_REFUSED', facts, null, { cause })
    }
    if (traits === null || !NO_SUCH_LOCALE.has(state)) throw cause
    log.warn('the scratch database sorts in another way: its server lacks the locale', { locale: traits.collate })
    await keeper.query(`${start} ENCODING ${escapeLiteral(traits.encoding)} LC_COLLATE 'C' LC_CTYPE 'C'`)
  }
}

function stateOf({ cause }: DvmError): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** On a connection of its own: the one that made the database may be what broke. Never fails, and says what it leaves. */
async function dropDatabase(admin: Database, name: string, log: Log): Promise<void> {
  try {
    await admin.withClient((client) => dropFor(client, name))
  } catch (cause) {
    // A signal and the end of the work may both come here.
    if (cause instanceof DvmError && stateOf(cause) === NO_SUCH_DATABASE) return
    const reason = cause instanceof Error ? cause.message : String(cause)
    log.warn('a scratch database was left behind; the next run on its server drops it', { name, reason })
  }
}

async function dropFor(client: Client, name: string): Promise<void> {
  const { escapeIdentifier } = await import('pg')
  const there = { text: 'SELECT FROM pg_catalog.pg_database WHERE datname = $1', values: [name] }
  if ((await client.query(there)).rowCount === 0) return
  // Work that a signal interrupts may just be about to connect.
  await client.query(`ALTER DATABASE ${escapeIdentifier(name)} WITH ALLOW_CONNECTIONS false`)
  await client.query({
    text: 'SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1',
    values: [name],
  })
  await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`)
}
