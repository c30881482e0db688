import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/database/open-database.ts'
import { type BatchedLimiter, batchedLimiter } from '../../../src/http/limit/batched-limiter.ts'
import { exactLimiter } from '../../../src/http/limit/exact-limiter.ts'
import { type Counter, type LimitRule, limiterClient, sharedCounter } from '../../../src/http/limit/limiter-store.ts'
import { query } from '../../support/database.ts'
import { type TestManager, testManager } from '../../support/manager.ts'
import { toTarget } from '../../support/target.ts'

let fresh: TestManager
beforeAll(async () => {
  fresh = await testManager()
})
afterAll(() => fresh.dispose())

const opened: BatchedLimiter[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((limiter) => limiter.close()))
})

function batched(rule: LimitRule, counter: Counter): BatchedLimiter {
  const limiter = batchedLimiter(rule, counter)
  opened.push(limiter)
  return limiter
}

const shared = (rule: LimitRule, manager: Pick<TestManager, 'database'> = fresh): Counter =>
  sharedCounter(limiterClient(manager), rule)

const inMemory = ({ points, seconds }: LimitRule): Counter => new RateLimiterMemory({ points, duration: seconds })

const nowhere = { database: openDatabase({ ...toTarget('postgres://nobody@127.0.0.1:1/nowhere') }) }

describe('an exact limiter', () => {
  const rule = { name: 'exact', points: 3, seconds: 60 }

  it('counts over all instances, also what comes at once', async () => {
    const one = exactLimiter(rule, shared(rule))
    const other = exactLimiter(rule, shared(rule, fresh.twin()))
    const uses = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? one : other).use('both'))
    const refused = (await Promise.all(uses)).map((standing) => standing.refused)
    expect(refused.filter((was) => !was)).toHaveLength(3)
    expect((await other.use('somebody else')).refused).toBe(false)
  })

  it('tells what is left and how long it lasts, and refuses without asking once it knows', async () => {
    const limiter = exactLimiter({ ...rule, name: 'known' }, shared({ ...rule, name: 'known' }))
    expect(await limiter.use('anna')).toMatchObject({ limit: 3, windowSeconds: 60, remaining: 2, refused: false })
    for (let use = 0; use < 3; use += 1) await limiter.use('anna')
    const { milliseconds, refused } = limiter.standing('anna')
    expect([refused, milliseconds > 0 && milliseconds <= 60_000]).toEqual([true, true])
    await limiter.use('anna')
    const [row] = await query(fresh.url, "SELECT points FROM dvm.rate_limit WHERE key = 'known:anna'")
    expect(row).toEqual({ points: 4 })
  })

  it('forgets what was given back', async () => {
    const limiter = exactLimiter({ ...rule, name: 'back' }, shared({ ...rule, name: 'back' }))
    for (let use = 0; use < 9; use += 1) {
      expect((await limiter.use('anna')).refused).toBe(false)
      await limiter.giveBack('anna')
    }
  })

  it('counts in memory while the database is away', async () => {
    const limiter = exactLimiter(rule, shared(rule, nowhere as TestManager))
    const refused: boolean[] = []
    for (let use = 0; use < 5; use += 1) refused.push((await limiter.use('anna')).refused)
    expect(refused).toEqual([false, false, false, true, true])
  })
})

describe('a batched limiter', () => {
  const rule = { name: 'batched', points: 100, seconds: 60 }

  it('refuses at the limit without waiting for a database, and counts nothing that it refuses', () => {
    const limiter = batched(rule, inMemory(rule))
    const refused = Array.from({ length: 150 }, () => limiter.use('anna').refused)
    expect(refused.indexOf(true)).toBe(100)
    expect(limiter.use('bert')).toMatchObject({ limit: 100, remaining: 99, refused: false })
  })

  it('tells a table that instances share, in fewer statements than requests', async () => {
    let statements = 0
    const counter = shared(rule)
    const counted: Counter = {
      penalty: (...given) => {
        statements += 1
        return counter.penalty(...given)
      },
      reward: (...given) => counter.reward(...given),
    }
    const one = batched(rule, counted)
    for (let use = 0; use < 80; use += 1) one.use('anna')
    await one.flush()
    await expect
      .poll(() => query(fresh.url, "SELECT points FROM dvm.rate_limit WHERE key = 'batched:anna'"))
      .toEqual([{ points: 80 }])
    expect(statements).toBeLessThan(20)
    const other = batched(rule, shared(rule, fresh.twin()))
    other.use('anna')
    await expect.poll(() => other.use('anna', 0).remaining).toBe(19)
    const refused = Array.from({ length: 30 }, () => other.use('anna').refused)
    expect(refused.indexOf(true)).toBe(19)
  })

  it('holds on to what it knows while the database is away', async () => {
    const limiter = batched(rule, shared(rule, nowhere as TestManager))
    for (let use = 0; use < 60; use += 1) limiter.use('anna')
    await limiter.flush()
    await expect.poll(() => limiter.use('anna', 0).remaining).toBe(40)
    expect(Array.from({ length: 50 }, () => limiter.use('anna').refused).indexOf(true)).toBe(40)
  })

  it('lets a charge go over the limit, and refuses what comes then', () => {
    const limiter = batched(rule, inMemory(rule))
    limiter.charge('anna', 120)
    expect(limiter.use('anna')).toMatchObject({ remaining: 0, refused: true })
  })

  it('takes nothing over into the next window, though it was not told in time', async () => {
    const sent: number[] = []
    const counter: Counter = {
      penalty: async (_key, points = 1) => {
        sent.push(points)
        return new RateLimiterRes(0, 60_000, points)
      },
      reward: async () => new RateLimiterRes(),
    }
    const limiter = batched({ ...rule, seconds: 1 }, counter)
    for (let use = 0; use < 3; use += 1) limiter.use('anna')
    await expect.poll(() => limiter.use('anna', 0).milliseconds < 100, { interval: 20, timeout: 10_000 }).toBe(true)
    limiter.use('anna')
    await new Promise((resolve) => setTimeout(resolve, 150))
    await limiter.flush()
    expect(limiter.use('anna').remaining).toBe(99)
    expect(sent.length).toBeGreaterThan(0)
  })

  it('begins anew when the window is over', async () => {
    const brief = { ...rule, name: 'brief', points: 2, seconds: 1 }
    const limiter = batched(brief, inMemory(brief))
    expect([1, 2, 3].map(() => limiter.use('anna').refused)).toEqual([false, false, true])
    await expect.poll(() => limiter.use('anna').refused, { timeout: 5_000 }).toBe(false)
  })
})
