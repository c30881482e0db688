import type { HealthReport } from '../../src/model/report.ts'
import { fetchHealth } from './api.ts'
import { requireElement, textElement } from './dom.ts'

const INTERVAL_MS = 5 * 60 * 1000

/** What was learned last; `report` is `null` where the server gave none. */
export interface Health {
  readonly status: 'HEALTHY' | 'UNHEALTHY'
  readonly checkedAt: Date
  readonly report: HealthReport | null
  readonly message: string | null
}

export interface HealthMonitor {
  last(): Health | null
  check(): Promise<void>
}

/** Checks now and every five minutes, shows the outcome and tells `onChange`. */
export function startHealthMonitor(onChange: (health: Health) => void): HealthMonitor {
  let last: Health | null = null
  const check = async (): Promise<void> => {
    last = await readHealth()
    show(last)
    onChange(last)
  }
  void check()
  setInterval(() => void check(), INTERVAL_MS)
  return { last: () => last, check }
}

async function readHealth(): Promise<Health> {
  try {
    const report = await fetchHealth()
    return { status: report.status, checkedAt: new Date(), report, message: report.error?.message ?? null }
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the health check failed'
    return { status: 'UNHEALTHY', checkedAt: new Date(), report: null, message }
  }
}

function show(health: Health): void {
  const indicator = requireElement('health', HTMLParagraphElement)
  indicator.textContent = health.status
  indicator.className = `health ${health.status.toLowerCase()}`
  indicator.title = `Last check: ${health.checkedAt.toLocaleString()}`
  const rows: (readonly [string, string])[] = [
    ['Connected', health.report?.database.connected ? 'yes' : 'no'],
    ['Migrations', String(health.report?.database.migrationCount ?? 'unknown')],
    ['Last migration', health.report?.database.lastMigration ?? 'none'],
    ['Last package built in', health.report?.packageGeneration.performance ?? 'not built yet'],
  ]
  if (health.message !== null) rows.unshift(['Problem', health.message])
  requireElement('facts', HTMLDListElement).replaceChildren(
    ...rows.flatMap(([name, value]) => [textElement('dt', name), textElement('dd', value)]),
  )
}
