import { Counter, Gauge, type Registry } from 'prom-client'
import type { CacheState } from './metric-facts.ts'

/** Counted by the cache itself, and taken over as they stand. */
export function cacheMetrics(registers: Registry[], state: () => CacheState): void {
  new Counter({
    name: 'dvm_cache_hits_total',
    help: 'Packages that needed no build',
    registers,
    collect() {
      this.reset()
      this.inc(state().hits)
    },
  })
  new Counter({
    name: 'dvm_cache_misses_total',
    help: 'Packages that had to be built',
    registers,
    collect() {
      this.reset()
      this.inc(state().misses)
    },
  })
  new Gauge({
    name: 'dvm_cache_packages',
    help: 'Packages that are kept',
    registers,
    collect() {
      this.set(state().packages)
    },
  })
  new Gauge({
    name: 'dvm_cache_bytes',
    help: 'Bytes of the packages that are kept, by place',
    labelNames: ['place'],
    registers,
    collect() {
      this.set({ place: 'memory' }, state().memoryBytes)
      this.set({ place: 'disk' }, state().diskBytes)
    },
  })
}
