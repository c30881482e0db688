/** When a package was built here, how long that took and how it ended. */
export interface BuildTiming {
  /** ISO 8601 UTC. */
  readonly at: string
  readonly milliseconds: number
  /** What was built, as the API calls it. */
  readonly kind?: string
  /** Name of the registered database. */
  readonly target?: string
  /** Default: done. */
  readonly outcome?: 'done' | 'failed' | 'cancelled'
}

/** Remembers the last build of one server that succeeded; health reads it. */
export interface BuildMeter {
  record(timing: BuildTiming): void
  last(): BuildTiming | null
}

/** `onBuild` hears of every build, failed ones too. */
export function createBuildMeter(onBuild: (timing: BuildTiming) => void = () => undefined): BuildMeter {
  let last: BuildTiming | null = null
  return {
    record(timing) {
      if (timing.outcome === undefined || timing.outcome === 'done') last = timing
      onBuild(timing)
    },
    last: () => last,
  }
}
