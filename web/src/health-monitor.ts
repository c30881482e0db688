import { requireElement, showFacts } from './dom.ts'
import { fetchHealth, type HealthReply } from './history-api.ts'
import { toApiError } from './message.ts'

const INTERVAL_MS = 5 * 60 * 1000

/** What was learned last; `report` is `null` where the server gave none. */
export interface Health {
  readonly status: 'HEALTHY' | 'UNHEALTHY'
  readonly checkedAt: Date
  readonly report: HealthReply | null
  readonly message: string | null
}

export interface HealthMonitor {
  last(): Health | null
  check(): Promise<void>
}

/** Checks now and every five minutes, shows the outcome and tells `onChange`. Nothing is checked without a target. */
export function startHealthMonitor(targetOf: () => string | null, onChange: (health: Health) => void): HealthMonitor {
  let last: Health | null = null
  const check = async (): Promise<void> => {
    const target = targetOf()
    if (target === null) return
    const health = await readHealth(target)
    // An answer about a database that is not looked at any more is no news.
    if (target !== targetOf()) return
    last = health
    show(last)
    onChange(last)
  }
  void check()
  setInterval(() => void check(), INTERVAL_MS)
  return { last: () => last, check }
}

async function readHealth(target: string): Promise<Health> {
  try {
    const report = await fetchHealth(target)
    return { status: report.status, checkedAt: new Date(), report, message: report.error?.message ?? null }
  } catch (error) {
    return { status: 'UNHEALTHY', checkedAt: new Date(), report: null, message: toApiError(error).message }
  }
}

function show(health: Health): void {
  const indicator = requireElement('health', HTMLParagraphElement)
  indicator.textContent = health.status
  indicator.className = `health ${health.status.toLowerCase()}`
  indicator.title = `Last check: ${health.checkedAt.toLocaleString()}`
  const facts: (readonly [string, string])[] = [
    ['Connected', health.report?.database.connected ? 'yes' : 'no'],
    ['Migrations', String(health.report?.database.migrationCount ?? 'unknown')],
    ['Last migration', health.report?.database.lastMigration ?? 'none'],
    ['Last package built in', health.report?.packageGeneration.performance ?? 'not built yet'],
  ]
  if (health.message !== null) facts.unshift(['Problem', health.message])
  showFacts(requireElement('facts', HTMLDListElement), facts)
}
