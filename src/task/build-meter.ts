/** When the last package was built here and how long that took. */
export interface BuildTiming {
  /** ISO 8601 UTC. */
  readonly at: string
  readonly milliseconds: number
}

/** Remembers the last build of one server; health reads it. */
export interface BuildMeter {
  record(timing: BuildTiming): void
  last(): BuildTiming | null
}

export function createBuildMeter(): BuildMeter {
  let last: BuildTiming | null = null
  return {
    record(timing) {
      last = timing
    },
    last: () => last,
  }
}
