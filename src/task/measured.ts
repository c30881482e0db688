import type { Clock } from '../kit/clock.ts'
import type { BuildMeter } from './build-meter.ts'

export interface Measured {
  readonly meter: BuildMeter
  readonly clock: Clock
  /** What is built, as the API calls it: one of few words, it becomes a metric's label. */
  readonly kind: string
  /** Name of the registered database. */
  readonly target: string
  /** Tells a build that was given up from one that failed. */
  readonly signal?: AbortSignal
}

/** Runs a build and tells the meter how long it took and how it ended. Its error goes on. */
export async function measured<T>(
  { meter, clock, kind, target, signal }: Measured,
  build: () => Promise<T>,
): Promise<T> {
  const began = performance.now()
  const tell = (outcome: 'done' | 'failed' | 'cancelled'): void =>
    meter.record({ at: clock.now().toISOString(), milliseconds: performance.now() - began, kind, target, outcome })
  try {
    const built = await build()
    tell('done')
    return built
  } catch (error) {
    tell(signal?.aborted === true ? 'cancelled' : 'failed')
    throw error
  }
}
