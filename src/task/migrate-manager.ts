import type { Database } from '../database/database.ts'
import { DvmError, fail } from '../errors/dvm-error.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { formatKey } from '../model/changeset.ts'
import { OWN_SCHEMAS } from '../model/own-schemas.ts'
import type { Settings } from '../model/settings.ts'
import { identifier } from '../sql/sql.ts'
import { openSourceStorage } from '../storage/open-source-storage.ts'
import { productRoot } from '../storage/product-root.ts'
import type { Context } from './context.ts'
import { readStatus } from './read-status.ts'
import { update } from './update.ts'

/** Root of our own changelog, below the folder the product is installed in. */
export const OWN_CHANGELOG = 'changelog/changelog.xml'
export const OWN_HISTORY_SCHEMA = OWN_SCHEMAS.history
/** Seconds; another instance that starts at the same time needs a few. */
const LOCK_WAIT = 120
/** duplicate_schema, unique_violation: another instance made it in the same moment. */
const MADE_MEANWHILE = new Set(['42P06', '23505'])
const SHOWN = 5

export interface MigrateParts {
  readonly database: Database
  readonly stateDir: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * Brings the product's own tables up to date with the product's own engine; of several instances that start at once one
 * does it, and the others wait. Fails with MANAGER_NOT_MIGRATED, and as `update` does.
 */
export async function migrateManager(parts: MigrateParts): Promise<void> {
  await ensureHistorySchema(parts.database)
  const { log } = parts
  const report = await update(ownContext(parts), { onWait: (message) => log.info(message) })
  if (report.failure !== null) throw fail('MANAGER_NOT_MIGRATED', { reason: report.failure.message })
  if (report.counts.applied > 0) log.info("brought the manager's own tables up to date", { ...report.counts })
}

/** Fails with MANAGER_OUTDATED where `migrateManager` would have something to do. */
export async function requireMigrated(parts: MigrateParts): Promise<void> {
  const { rows } = await readStatus(ownContext(parts))
  const pending = rows.filter(({ state }) => state === 'pending').map(({ key }) => formatKey(key))
  if (pending.length === 0) return
  const more = pending.length > SHOWN ? ` and ${pending.length - SHOWN} more` : ''
  throw fail('MANAGER_OUTDATED', { count: pending.length, pending: `${pending.slice(0, SHOWN).join(', ')}${more}` })
}

async function ensureHistorySchema(database: Database): Promise<void> {
  await database.withClient(async (client) => {
    // Looked up first: a role that may not create schemas can run on tables that an administrator made.
    const found = await client.query({
      text: 'SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1',
      values: [OWN_HISTORY_SCHEMA],
    })
    if (found.rowCount === 1) return
    try {
      await client.query(`CREATE SCHEMA ${identifier(OWN_HISTORY_SCHEMA)}`)
    } catch (error) {
      const { code } = (error instanceof DvmError ? error.cause : {}) as { readonly code?: string }
      if (!MADE_MEANWHILE.has(code ?? '')) throw error
    }
  })
}

function ownContext({ database, stateDir, clock, log }: MigrateParts): Context {
  const settings: Settings = {
    changelog: OWN_CHANGELOG,
    searchPath: [productRoot()],
    duplicateFiles: 'refuse',
    parsing: { missingProperties: 'error', propertyEscaping: false, unknownEntries: 'refuse' },
    database: null,
    tables: { schema: OWN_HISTORY_SCHEMA, changelog: 'databasechangelog', lock: 'databasechangeloglock' },
    defaultSchema: null,
    contexts: [],
    labelFilter: null,
    upTo: null,
    range: null,
    properties: [],
    stateDir,
    generatedAt: null,
    package: {
      kind: null,
      transaction: 'per-changeset',
      client: 'any',
      lockWait: LOCK_WAIT,
      minServerVersion: null,
      allow: [],
    },
  }
  return { settings, sources: openSourceStorage(settings.searchPath), database, clock, log }
}
