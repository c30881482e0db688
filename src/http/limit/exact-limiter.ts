import type { Counter, LimitRule } from './limiter-store.ts'
import type { Standing } from './standing.ts'

const MOST_REFUSED = 10_000

export interface ExactLimiter {
  readonly rule: LimitRule
  /** Uses a point, with a round trip to the database. */
  use(key: string): Promise<Standing>
  /** Gives a point back. */
  giveBack(key: string): Promise<void>
  /** Whether the key is refused by what is known here: free, and so fit for every request. */
  standing(key: string): Standing
}

/**
 * For what is rare and dear, such as guessing passwords: counted to the unit, over all instances. Points are taken before
 * the outcome is known, and those of successes given back: of guesses that come at once no more get through than of
 * guesses one after another. Who is refused costs no round trip until the window ends.
 */
export function exactLimiter(rule: LimitRule, counter: Counter): ExactLimiter {
  const refusedUntil = new Map<string, number>()
  const tell = (remaining: number, milliseconds: number, refused: boolean): Standing => ({
    ...{ limit: rule.points, windowSeconds: rule.seconds },
    ...{ remaining: Math.max(0, remaining), milliseconds, refused },
  })
  const standing = (key: string): Standing => {
    const left = (refusedUntil.get(key) ?? 0) - Date.now()
    if (left > 0) return tell(0, left, true)
    refusedUntil.delete(key)
    return tell(rule.points, rule.seconds * 1_000, false)
  }
  return {
    rule,
    standing,
    async use(key) {
      const known = standing(key)
      if (known.refused) return known
      const { consumedPoints, msBeforeNext } = await counter.penalty(key)
      if (consumedPoints <= rule.points) return tell(rule.points - consumedPoints, msBeforeNext, false)
      refusedUntil.set(key, Date.now() + msBeforeNext)
      const [oldest] = refusedUntil.keys()
      if (oldest !== undefined && refusedUntil.size > MOST_REFUSED) refusedUntil.delete(oldest)
      return tell(0, msBeforeNext, true)
    },
    async giveBack(key) {
      await counter.reward(key)
    },
  }
}
