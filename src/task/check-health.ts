import { DvmError } from '../errors/dvm-error.ts'
import { PRODUCT_VERSION } from '../kit/version.ts'

import type { HealthReport, HistoryReport } from '../model/report.ts'
import type { BuildMeter } from './build-meter.ts'
import type { Context } from './context.ts'
import { readHistory } from './read-history.ts'

/** A probe that takes longer is a failed probe: monitors give up after about ten seconds. */
const TIME_LIMIT_MS = 5_000

/**
 * Health of database and package generation, shape of the specification. Never throws: failures make it UNHEALTHY.
 * The database is healthy when its history can be read within the time limit; package generation is available when the
 * changelog is found. `meter` holds the last build, so that its figures are measured. `error.message` is for strangers:
 * it names neither host nor file; the log has the cause.
 */
export async function checkHealth(
  context: Context,
  meter: BuildMeter | null = null,
  limit = TIME_LIMIT_MS,
): Promise<HealthReport> {
  const probe = await probeDatabase(context, limit)
  const available = changelogFound(context)
  const problem = probe.problem ?? (available ? null : 'the changelog is not found')
  const last = meter?.last() ?? null
  const entries = probe.history?.entries ?? []
  const memory = process.memoryUsage()
  return {
    status: problem === null ? 'HEALTHY' : 'UNHEALTHY',
    timestamp: context.clock.now().toISOString(),
    packageGeneration: {
      available,
      lastTest: last?.at ?? null,
      performance: last === null ? null : `${Math.round(last.milliseconds)} ms`,
    },
    database: {
      connected: probe.history !== null,
      migrationCount: entries.length,
      lastMigration: entries.at(-1)?.key.path.split('/').at(-1) ?? null,
    },
    system: {
      version: PRODUCT_VERSION,
      uptime: Math.round(process.uptime()),
      memoryUsage: { rss: memory.rss, heapUsed: memory.heapUsed },
    },
    ...(problem === null ? {} : { error: { message: problem } }),
  }
}

interface Probe {
  readonly history: HistoryReport | null
  readonly problem: string | null
}

async function probeDatabase(context: Context, limit: number): Promise<Probe> {
  if (context.database === null) return { history: null, problem: 'no database is configured' }
  try {
    const history = await withinLimit(readHistory(context), limit)
    if (history === null) return { history, problem: `the database did not answer within ${limit} ms` }
    return { history, problem: null }
  } catch (error) {
    context.log.warn('health: the history cannot be read', {
      reason: error instanceof Error ? error.message : 'unknown',
    })
    const code = error instanceof DvmError ? error.code : null
    if (code === 'DATABASE_QUERY_FAILED') return { history: null, problem: 'the history cannot be read' }
    return { history: null, problem: 'the database cannot be reached' }
  }
}

function changelogFound(context: Context): boolean {
  const { changelog } = context.settings
  if (changelog === null) return false
  try {
    return context.sources.find(changelog) !== null
  } catch (error) {
    context.log.warn('health: the changelog cannot be opened', { reason: error instanceof Error ? error.message : '' })
    return false
  }
}

/** The work's value, or `null` when the limit passes first. The work is not stopped, its late failure is dropped. */
async function withinLimit<T>(work: Promise<T>, limit: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limit)
  })
  work.catch(() => null)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
