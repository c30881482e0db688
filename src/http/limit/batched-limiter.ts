import type { Counter, LimitRule } from './limiter-store.ts'
import type { Standing } from './standing.ts'

const FLUSH_MS = 1_000
/** Of each limit's points: so much is held back from the other instances at most. */
const HELD_SHARE = 1 / 20
const AT_ONCE = 2
const MOST_KEYS = 20_000

interface Count {
  /** What all instances have used, as the table last said. */
  shared: number
  /** On its way to the table. */
  sending: number
  /** Used here, and not told yet. */
  pending: number
  /** End of the window, in milliseconds since 1970. */
  until: number
}

export interface BatchedLimiter {
  readonly rule: LimitRule
  /** Uses points at once, without waiting for the database. */
  use(key: string, points?: number): Standing
  /** Uses points that cannot be refused any more. */
  charge(key: string, points: number): void
  /** Tells the table what is not told yet. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * For what every request passes. It is counted in memory, and told to the shared table when a key is first seen, at every
 * twentieth of its limit, and else once a second: thousands of requests a second cost a few statements. The price: an
 * instance learns late what the others have let in, so that together they may let in more than the limit, by a twentieth
 * of it for each instance and what comes during a round trip. While the database is away each counts for itself.
 */
export function batchedLimiter(rule: LimitRule, counter: Counter): BatchedLimiter {
  const counts = new Map<string, Count>()
  const waiting = new Set<string>()
  let running = 0
  const most = Math.max(1, Math.floor(rule.points * HELD_SHARE))

  function find(key: string): Count {
    const now = Date.now()
    const found = counts.get(key)
    if (found !== undefined && found.until > now) return found
    const fresh = { shared: 0, sending: 0, pending: 0, until: now + rule.seconds * 1_000 }
    counts.delete(key)
    counts.set(key, fresh)
    const [oldest] = counts.keys()
    if (oldest !== undefined && counts.size > MOST_KEYS) counts.delete(oldest)
    return fresh
  }

  function add(key: string, count: Count, points: number): void {
    const isNew = count.shared + count.sending + count.pending === 0
    count.pending += points
    if (isNew || count.pending >= most) {
      waiting.add(key)
      void pump()
    }
  }

  async function send(key: string): Promise<void> {
    const count = counts.get(key)
    if (count === undefined || count.pending === 0 || count.sending > 0) return
    count.sending = count.pending
    count.pending = 0
    const said = await counter.penalty(key, count.sending)
    // While the database is away the counter begins anew: what was known before holds on.
    count.shared = Math.max(count.shared + count.sending, said.consumedPoints)
    count.sending = 0
    if (said.msBeforeNext > 0) count.until = Date.now() + said.msBeforeNext
  }

  async function pump(): Promise<void> {
    while (running < AT_ONCE) {
      const [key] = waiting
      if (key === undefined) return
      waiting.delete(key)
      running += 1
      await send(key)
      running -= 1
    }
  }

  async function flush(): Promise<void> {
    const now = Date.now()
    for (const [key, { until, pending }] of counts) {
      if (pending > 0) waiting.add(key)
      else if (until <= now) counts.delete(key)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, pump))
  }

  const ticking = setInterval(() => void flush(), FLUSH_MS)
  ticking.unref()
  return {
    rule,
    use(key, points = 1) {
      const count = find(key)
      const used = count.shared + count.sending + count.pending
      const refused = used + points > rule.points
      if (!refused) add(key, count, points)
      return {
        ...{ limit: rule.points, windowSeconds: rule.seconds, refused },
        remaining: Math.max(0, rule.points - used - (refused ? 0 : points)),
        milliseconds: Math.max(0, count.until - Date.now()),
      }
    },
    charge: (key, points) => add(key, find(key), points),
    flush,
    async close() {
      clearInterval(ticking)
      await flush()
    },
  }
}
