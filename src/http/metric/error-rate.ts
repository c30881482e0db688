const SLICE_MS = 10_000
const SLICES = 30

/** Counts requests and those that failed over the last five minutes, in slices of ten seconds. */
export interface ErrorRate {
  record(failed: boolean): void
  /** Share of the failed among all, 0 to 1; 0 where there were none. */
  read(): number
}

export function createErrorRate(now: () => number = () => performance.now()): ErrorRate {
  const slices = new Map<number, { all: number; failed: number }>()

  function forgetOld(current: number): void {
    for (const slice of slices.keys()) if (slice <= current - SLICES) slices.delete(slice)
  }
  return {
    record(failed) {
      const current = Math.floor(now() / SLICE_MS)
      const slice = slices.get(current) ?? { all: 0, failed: 0 }
      slice.all += 1
      slice.failed += failed ? 1 : 0
      slices.set(current, slice)
      if (slices.size > SLICES) forgetOld(current)
    },
    read() {
      forgetOld(Math.floor(now() / SLICE_MS))
      let all = 0
      let failed = 0
      for (const slice of slices.values()) {
        all += slice.all
        failed += slice.failed
      }
      return all === 0 ? 0 : failed / all
    },
  }
}
