import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump } from '../support/dump.ts'
import { psql, startPsql } from '../support/psql.ts'
import { expectComplete, expectConsistent, untilRows } from './consistency.ts'
import { packageOf, stepCount, writeFaultChangelog } from './fault-changelog.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-killed-'))
let file = ''
let complete: Awaited<ReturnType<typeof dump>>

interface Moment {
  /** History rows to wait for, and how long after that. */
  readonly rows: number
  readonly delay: number
}

const rowsOfAll = 1 + stepCount + stepCount / 10
const early: readonly Moment[] = Array.from({ length: 10 }, (_, n) => ({ rows: 0, delay: n * 6 }))
const later: readonly Moment[] = Array.from({ length: 40 }, (_, n) => ({
  rows: 1 + Math.floor((n * (rowsOfAll - 1)) / 40),
  delay: (n * 5) % 13,
}))

beforeAll(async () => {
  writeFaultChangelog(folder)
  file = await packageOf(folder, 'package.sql')
  await withFreshDatabase(async (url) => {
    expect(await psql(url, file)).toMatchObject({ code: 0 })
    await expectComplete(url)
    complete = await dump(url)
  })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('a package whose psql is killed', { timeout: 240_000 }, () => {
  it('leaves history and schema in agreement at fifty moments, and the next run completes it', async () => {
    const moments = [...early, ...later]
    const seen = await inTurns(3, moments, killAndComplete)
    // Without a spread the fifty would prove no more than one.
    expect(new Set(seen).size).toBeGreaterThan(25)
  })
})

describe('a package whose server process is terminated', { timeout: 240_000 }, () => {
  it('leaves history and schema in agreement, and the next run completes it', async () => {
    const hit = await inTurns(3, [3, 14, 25, 36, 47, 58], async (rows) =>
      withFreshDatabase(async (url) => {
        const running = psql(url, file, { onErrorStop: rows % 2 === 0 })
        expect(await untilRows(url, rows, () => false)).toBe(true)
        await query(
          url,
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
        const { code } = await running
        const steps = await expectConsistent(url)
        // On a busy machine a run may have ended by itself before it was hit.
        expect(steps < stepCount || code === 0).toBe(true)
        await completeBy(url)
        return code !== 0
      }),
    )
    expect(hit.filter(Boolean).length).toBeGreaterThan(2)
  })
})

/** Kills a run at the moment and gives the number of steps that were in by then. */
async function killAndComplete(moment: Moment, n: number): Promise<number> {
  return withFreshDatabase(async (url) => {
    const child = startPsql(url, file, { onErrorStop: n % 2 === 1 })
    const exit = once(child, 'exit')
    await untilRows(url, moment.rows, () => child.exitCode !== null)
    await sleep(moment.delay)
    child.kill('SIGKILL')
    await exit
    const steps = await expectConsistent(url)
    await completeBy(url)
    return steps
  })
}

async function completeBy(url: string): Promise<void> {
  const result = await psql(url, file, { onErrorStop: true })
  expect(result, result.stderr).toMatchObject({ code: 0 })
  await expectComplete(url)
  expect(await dump(url)).toEqual(complete)
}

/** Works through the items, so many at a time. */
async function inTurns<Item, Result>(
  atOnce: number,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.push(await work(item, index))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
