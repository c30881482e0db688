import { Gauge, type Registry } from 'prom-client'
import { PRODUCT_VERSION } from '../../kit/version.ts'
import type { Watched } from './metric-facts.ts'

const FRESH_MS = 2_000

export function stateMetrics(registers: Registry[], watched: () => Watched): void {
  const jobs = remembered(async () => (await watched().jobs?.()) ?? {})
  const states = remembered(async () => (await watched().targets?.()) ?? [])
  new Gauge({
    name: 'dvm_database_up',
    help: 'Whether the database of the target answers, 0 or 1',
    labelNames: ['target'],
    registers,
    async collect() {
      for (const { target, connected } of await states()) this.set({ target }, connected ? 1 : 0)
    },
  })
  new Gauge({
    name: 'database_version_manager_health_status',
    help: 'Whether the target is healthy: its history can be read and its changelog is there; 0 or 1',
    labelNames: ['target'],
    registers,
    async collect() {
      for (const { target, healthy } of await states()) this.set({ target }, healthy ? 1 : 0)
    },
  })
  new Gauge({
    name: 'dvm_jobs',
    help: 'Jobs by state, of all instances',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await jobs()
      this.reset()
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
    },
  })
  const labelNames = ['version', 'node'] as const
  const build = new Gauge({ name: 'dvm_build_info', help: 'Always 1; its labels tell', labelNames, registers })
  build.set({ version: PRODUCT_VERSION, node: globalThis.process.version }, 1)
}

/** One answer for all who ask within two seconds: reading the figures often does not mean probing the databases often. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let held: { readonly answer: Promise<T>; readonly until: number } | null = null
  return () => {
    if (held === null || performance.now() > held.until) held = { answer: ask(), until: performance.now() + FRESH_MS }
    return held.answer
  }
}
