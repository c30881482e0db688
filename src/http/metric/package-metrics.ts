import { Counter, Histogram, type Registry } from 'prom-client'
import type { BuildTiming } from '../../task/build-meter.ts'

/** Seconds; 5 is the bound of the alert on slow builds, and has to stand here. */
const BUILD_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800]

export interface PackageMetrics {
  built(timing: BuildTiming): void
  /** Bytes of packages that went out. */
  sent(bytes: number): void
}

export function packageMetrics(registers: Registry[]): PackageMetrics {
  const builds = new Histogram({
    name: 'database_package_generation_duration_seconds',
    help: 'Time a package took to build, by kind, target and outcome',
    labelNames: ['kind', 'target', 'outcome'],
    buckets: BUILD_BUCKETS,
    registers,
  })
  const bytes = new Counter({ name: 'dvm_package_bytes_total', help: 'Bytes of packages that were sent', registers })
  return {
    built: ({ kind, target, outcome, milliseconds }) =>
      builds.observe(
        { kind: kind ?? 'unknown', target: target ?? 'none', outcome: outcome ?? 'done' },
        milliseconds / 1e3,
      ),
    sent: (count) => bytes.inc(count),
  }
}
