import type { CleanUps } from './clean-ups.ts'
import { compose } from './compose.ts'
import { openDatabase } from './database/open-database.ts'
import { type Purpose, servingPool } from './database/serving-pools.ts'
import { DvmError } from './errors/dvm-error.ts'
import type { Target } from './http/app-parts.ts'
import type { Log } from './kit/log.ts'
import type { ServerSettings } from './model/server-settings.ts'
import type { DatabaseTarget, Settings } from './model/settings.ts'
import { productRoot } from './storage/product-root.ts'
import type { Context } from './task/context.ts'
import { OWN_CHANGELOG } from './task/migrate-manager.ts'
import { update } from './task/update.ts'

export const DEFAULT_TARGET = 'default'

const AWAY: ReadonlySet<string> = new Set(['DATABASE_UNREACHABLE', 'DATABASE_REFUSED', 'DATABASE_BUSY'])

/** A target's settings, with nothing left open. */
interface Registered {
  readonly name: string
  readonly settings: Settings & { readonly database: DatabaseTarget }
}

/**
 * The registered databases. Without any, the ordinary database and changelog are the target `default`; what of the two
 * is missing is the private PostgreSQL, which `embedded` gives, and the product's own changelog.
 */
export async function registeredTargets(
  settings: Settings,
  server: ServerSettings,
  embedded: () => Promise<DatabaseTarget>,
): Promise<readonly Registered[]> {
  if (server.targets.length > 0) {
    return server.targets.map(({ name, database, changelog }) => ({
      name,
      settings: { ...settings, database, changelog },
    }))
  }
  const database = settings.database ?? (await embedded())
  const own = { changelog: OWN_CHANGELOG, searchPath: [productRoot()] }
  const named = settings.changelog === null ? { ...settings, ...own } : settings
  return [{ name: DEFAULT_TARGET, settings: { ...named, database } }]
}

/** Opens a target for serving: one pool for each purpose, none of which may write. */
export async function openTarget(
  { name, settings }: Registered,
  server: ServerSettings,
  log: Log,
  cleanUps: CleanUps,
): Promise<Target> {
  const pool = (purpose: Purpose) => openDatabase(settings.database, servingPool(purpose, server))
  const [requests, probes, dumps] = [pool('requests'), pool('probes'), pool('dumps')]
  cleanUps.push(async () => {
    await Promise.all([requests.close(), probes.close(), dumps.close()])
  })
  const context = await compose(settings, { log, database: requests })
  return { name, context, probes: { ...context, database: probes }, dumps: { ...context, database: dumps } }
}

/**
 * Applies what the targets lack. A server starts also where a changeset fails, or where one of several databases is away:
 * the page and health then show what stands, which is where one looks first.
 */
export async function deployTargets(targets: readonly Target[], log: Log): Promise<void> {
  for (const target of targets) {
    try {
      await deployTarget(target)
    } catch (error) {
      const away = error instanceof DvmError && AWAY.has(error.code)
      if (!away || targets.length === 1) throw error
      log.error('the changelog is not deployed', { target: target.name, reason: error.message })
    }
  }
}

/** On a connection that may write, which is gone when it is done. */
async function deployTarget({ name, context }: Target): Promise<void> {
  const { settings, log } = context
  if (settings.database === null) return
  const database = openDatabase(settings.database, { applicationName: 'dvm deploy' })
  try {
    const report = await update({ ...context, database })
    const { ok, counts, milliseconds, failure } = report
    log.info('deployed the changelog', { target: name, ok, ...counts, milliseconds })
    if (failure !== null) log.error('the changelog is not fully deployed', { target: name, ...failure })
  } finally {
    await database.close()
  }
}

/** The folders whose names strangers do not see. */
export function rootsOf(contexts: readonly Context[]): readonly string[] {
  return [...new Set(contexts.flatMap(({ sources, settings }) => [...sources.roots, settings.stateDir]))]
}
