import { collectDefaultMetrics, Registry } from 'prom-client'
import type { EventCounts } from '../task/record-event.ts'
import { cacheMetrics } from './metric/cache-metrics.ts'
import { eventMetrics } from './metric/event-metrics.ts'
import type { CacheState, Watched } from './metric/metric-facts.ts'
import type { MetricFormat } from './metric/metric-format.ts'
import { type PackageMetrics, packageMetrics } from './metric/package-metrics.ts'
import { type RequestMetrics, requestMetrics } from './metric/request-metrics.ts'
import { stateMetrics } from './metric/state-metrics.ts'
import { toOpenMetrics } from './metric/to-open-metrics.ts'

const NO_CACHE: CacheState = { hits: 0, misses: 0, packages: 0, memoryBytes: 0, diskBytes: 0 }

/** The figures of one application, in a registry of its own. */
export interface Metrics extends RequestMetrics, PackageMetrics, EventCounts {
  /** Adds to what is asked on reading. */
  watch(watched: Watched): void
  read(format: MetricFormat): Promise<string>
}

/** `process`: with those of the process (memory, CPU, event loop, garbage collection), which a process has once. */
export function createMetrics({ process }: { readonly process: boolean }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  let watched: Watched = {}
  const requests = requestMetrics(registers)
  const packages = packageMetrics(registers)
  const events = eventMetrics(registers)
  stateMetrics(registers, () => watched)
  cacheMetrics(registers, () => watched.cache?.() ?? NO_CACHE)
  if (process) collectDefaultMetrics({ register: registry })
  const open = toOpenMetrics(registry)
  return {
    ...requests,
    ...packages,
    ...events,
    watch(more) {
      watched = { ...watched, ...more }
    },
    read: (format) => (format === 'open' ? open : registry).metrics(),
  }
}
