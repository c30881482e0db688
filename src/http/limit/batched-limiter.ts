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
  return new Batches(rule, counter)
}

class Batches implements BatchedLimiter {
  readonly rule: LimitRule
  readonly #counter: Counter
  readonly #counts = new Map<string, Count>()
  readonly #waiting = new Set<string>()
  readonly #ticking: NodeJS.Timeout
  #running = 0

  constructor(rule: LimitRule, counter: Counter) {
    this.rule = rule
    this.#counter = counter
    this.#ticking = setInterval(() => void this.flush(), FLUSH_MS)
    this.#ticking.unref()
  }

  use(key: string, points = 1): Standing {
    const count = this.#find(key)
    const used = count.shared + count.sending + count.pending
    const refused = used + points > this.rule.points
    if (!refused) this.#add(key, count, points)
    return {
      ...{ limit: this.rule.points, windowSeconds: this.rule.seconds, refused },
      remaining: Math.max(0, this.rule.points - used - (refused ? 0 : points)),
      milliseconds: Math.max(0, count.until - Date.now()),
    }
  }

  charge(key: string, points: number): void {
    this.#add(key, this.#find(key), points)
  }

  async flush(): Promise<void> {
    const now = Date.now()
    for (const [key, { until, pending }] of this.#counts) {
      if (until <= now) this.#counts.delete(key)
      else if (pending > 0) this.#waiting.add(key)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#pump()))
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    await this.flush()
  }

  #find(key: string): Count {
    const now = Date.now()
    const found = this.#counts.get(key)
    if (found !== undefined && found.until > now) return found
    const fresh = { shared: 0, sending: 0, pending: 0, until: now + this.rule.seconds * 1_000 }
    this.#counts.delete(key)
    this.#counts.set(key, fresh)
    const [oldest] = this.#counts.keys()
    if (oldest !== undefined && this.#counts.size > MOST_KEYS) this.#counts.delete(oldest)
    return fresh
  }

  #add(key: string, count: Count, points: number): void {
    const isNew = count.shared + count.sending + count.pending === 0
    count.pending += points
    if (!isNew && count.pending < this.rule.points * HELD_SHARE) return
    this.#waiting.add(key)
    void this.#pump()
  }

  async #pump(): Promise<void> {
    while (this.#running < AT_ONCE) {
      const [key] = this.#waiting
      if (key === undefined) return
      this.#waiting.delete(key)
      this.#running += 1
      await this.#send(key)
      this.#running -= 1
    }
  }

  async #send(key: string): Promise<void> {
    const count = this.#counts.get(key)
    // What is left of a window that is over must not be counted in the next, which it would begin in the table.
    if (count === undefined || count.until <= Date.now()) return
    if (count.pending === 0 || count.sending > 0) return
    count.sending = count.pending
    count.pending = 0
    const said = await this.#counter.penalty(key, count.sending)
    // While the database is away the counter begins anew: what was known before holds on.
    count.shared = Math.max(count.shared + count.sending, said.consumedPoints)
    count.sending = 0
    // The window in the table began with this one, or before it.
    if (said.msBeforeNext > 0) count.until = Math.min(count.until, Date.now() + said.msBeforeNext)
  }
}
