import { untilAborted } from '../kit/until-aborted.ts'
import type { HeldPackage } from './download/held-package.ts'

/** One build under way, for all who asked for the same. */
export interface SharedBuild {
  /** Its place in the order of all builds and requests. */
  readonly began: number
  /** Settles when it is over, however it ended. */
  readonly over: Promise<void>
  /** What was built, retained for the caller. Fails as the build does, or with the signal's reason. */
  join(signal: AbortSignal): Promise<HeldPackage>
}

/** `settled` keeps or forgets the package; it is told before anybody who waits has it. */
export interface BuildPlan {
  readonly began: number
  build(signal: AbortSignal): Promise<HeldPackage>
}

export interface SharedBuilds {
  find(key: string): SharedBuild | null
  start(key: string, plan: BuildPlan): SharedBuild
}

/** One build at a time per key. One that nobody waits for any more is ended. */
export function createSharedBuilds(): SharedBuilds {
  const running = new Map<string, SharedBuild>()
  return {
    find: (key) => running.get(key) ?? null,
    start(key, plan) {
      const build: SharedBuild = startBuild(plan, () => {
        if (running.get(key) === build) running.delete(key)
      })
      running.set(key, build)
      return build
    },
  }
}

function startBuild(plan: BuildPlan, forget: () => void): SharedBuild {
  const abandoned = new AbortController()
  let waiting = 0
  const result = plan.build(abandoned.signal).finally(forget)
  const over = result.then(
    // Everybody who waited has retained it by then: their turn comes before this one.
    (held) => void setImmediate(() => void held.release()),
    () => undefined,
  )
  return {
    began: plan.began,
    over,
    join: async (signal) => {
      waiting += 1
      try {
        const held = await untilAborted(result, signal)
        held.retain()
        return held
      } finally {
        waiting -= 1
        if (waiting === 0 && signal.aborted) {
          // Who asks now begins anew: this one ends without a package.
          forget()
          abandoned.abort(signal.reason)
        }
      }
    },
  }
}
