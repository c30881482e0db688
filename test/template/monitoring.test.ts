import { readFileSync } from 'node:fs'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createMetrics } from '../../src/http/metrics.ts'
import { createBuildMeter } from '../../src/task/build-meter.ts'
import { createEventRecorder } from '../../src/task/record-event.ts'
import { testApp } from '../http/test-app.ts'
import { testManager } from '../support/manager.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string }
}
interface Panel {
  readonly id: number
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const read = (name: string): string => readFileSync(`templates/monitoring/${name}`, 'utf8')
const { groups } = parse(read('alerts.yml')) as { groups: { name: string; rules: Rule[] }[] }
const rules = groups.flatMap((group) => group.rules)
const dashboard = JSON.parse(read('dashboard.json')) as { uid: string; panels: Panel[]; templating: unknown }

/** What the real application gives: each name with the labels that its samples carry. */
const exposed = new Map<string, Set<string>>()

beforeAll(async () => {
  const metrics = createMetrics({ process: true })
  const meter = createBuildMeter(metrics.built)
  meter.record({ at: '', milliseconds: 1, kind: 'sql', target: 'default', outcome: 'done' })
  const manager = await testManager()
  const events = createEventRecorder(manager, metrics)
  const { app, dispose } = testApp({}, { metrics, meter, manager, events })
  await request(app).get('/database-versions')
  await request(app).post('/api/v1/users').send({})
  const { text } = await request(app).get('/metrics').buffer()
  dispose()
  await events.close()
  await manager.dispose()
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const found = [...labels.matchAll(/(\w+)="/g)].map((match) => match[1] ?? '')
    exposed.set(name, new Set([...(exposed.get(name) ?? []), ...found]))
  }
})

const NAMES = /\b(?:database|dvm|process|nodejs)_\w+/g
/** Prometheus itself adds these. */
const GIVEN = new Set(['instance', 'job'])

function labelsIn(expr: string): string[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap((match) => (match[1] ?? '').split(','))
  const matched = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap((match) => [...(match[1] ?? '').matchAll(/(\w+)\s*[=!]/g)])
  return [...grouped.map((name) => name.trim()), ...matched.map((match) => match[1] ?? '')]
}

const expressions: (readonly [string, string])[] = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
]

describe('monitoring templates', () => {
  it.each(expressions)('%s uses what the server exposes: %s', (_title, expr) => {
    const names = expr.match(NAMES) ?? []
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !exposed.has(name))).toEqual([])
    const known = new Set([...GIVEN, ...names.flatMap((name) => [...(exposed.get(name) ?? [])])])
    expect(labelsIn(expr).filter((name) => !known.has(name))).toEqual([])
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(expr.split(String(open)).length).toBe(expr.split(String(close)).length)
    }
  })

  it('expose the names of the specification', () => {
    const wanted = [
      'database_version_manager_health_status',
      'database_package_generation_duration_seconds_bucket',
      'database_version_api_response_duration_seconds_bucket',
      'database_version_api_error_rate',
    ]
    expect(wanted.filter((name) => !exposed.has(name))).toEqual([])
    const shown = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n')
    expect(wanted.filter((name) => !shown.includes(name))).toEqual([])
  })
})

describe('alert rules', () => {
  const named = (name: string): Rule | undefined => rules.find(({ alert }) => alert === name)

  it('have the thresholds of the specification', () => {
    expect(named('DatabaseVersionManagerUnhealthy')).toMatchObject({
      expr: 'database_version_manager_health_status == 0',
      for: '5m',
      labels: { severity: 'critical' },
    })
    const slow = named('DatabasePackageGenerationSlow')
    expect(slow).toMatchObject({ for: '2m', labels: { severity: 'warning' } })
    expect(slow?.expr).toMatch(/database_package_generation_duration_seconds_bucket.* > 5$/s)
  })

  it('have a bucket at the threshold, without which a quantile would be a guess', async () => {
    const metrics = createMetrics({ process: false })
    metrics.built({ at: '', milliseconds: 4_999 })
    expect(await metrics.read('text')).toContain('le="5"')
  })

  it('tell of missing figures, errors and lost audit events too', () => {
    const all = rules.map(({ expr }) => expr).join('\n')
    expect(all).toContain('absent(database_version_manager_health_status)')
    expect(all).toContain('database_version_api_error_rate >')
    expect(all).toContain('increase(dvm_audit_events_dropped_total')
  })

  it('say what is wrong and what to do, each under a name of its own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { alert, annotations, labels, for: time } of rules) {
      expect(alert).toMatch(/^[A-Z]\w+$/)
      expect(annotations.summary.length * annotations.description.length).toBeGreaterThan(0)
      expect(['critical', 'warning']).toContain(labels.severity)
      expect(time ?? '1m').toMatch(/^\d+[smh]$/)
    }
  })
})

describe('the dashboard', () => {
  it('shows health, generation time, response time, error rate, requests, cache and jobs, none over another', () => {
    const titles = dashboard.panels.map(({ title }) => title).join('\n')
    for (const word of ['Health', 'Generation time', 'Response time', 'Error rate', 'Requests', 'Cache', 'Jobs']) {
      expect(titles).toContain(word)
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    const taken = new Set<string>()
    for (const { gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x},${y}`)).toBe(false)
          taken.add(`${x},${y}`)
        }
      }
    }
  })
})
