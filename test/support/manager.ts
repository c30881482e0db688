import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/database/open-database.ts'
import { type Clock, systemClock } from '../../src/kit/clock.ts'
import { type Log, silentLog } from '../../src/kit/log.ts'
import type { Manager } from '../../src/task/manager.ts'
import { migrateManager } from '../../src/task/migrate-manager.ts'
import { freshDatabase } from './database.ts'
import { toTarget } from './target.ts'

export interface TestManager extends Manager {
  readonly url: string
  /** Another instance on the same tables, with a pool of its own. */
  twin(): Manager
  dispose(): Promise<void>
}

/** Our own tables in a database of their own, made by our own engine. */
export async function testManager(clock: Clock = systemClock, log: Log = silentLog): Promise<TestManager> {
  const fresh = await freshDatabase()
  const stateDir = mkdtempSync(join(tmpdir(), 'dvm-manager-'))
  const opened = [openDatabase(toTarget(fresh.url), { poolSize: 4 })]
  const [database] = opened as [(typeof opened)[0]]
  await migrateManager({ database, stateDir, clock, log })
  return {
    ...{ database, clock, log, url: fresh.url },
    twin: () => {
      const other = openDatabase(toTarget(fresh.url), { poolSize: 4 })
      opened.push(other)
      return { database: other, clock, log }
    },
    dispose: async () => {
      await Promise.all(opened.map((each) => each.close()))
      await fresh.drop()
      rmSync(stateDir, { recursive: true, force: true })
    },
  }
}

/** A clock that stands still until it is told to go on. */
export function handClock(start = '2026-01-31T12:00:00Z'): Clock & { pass(seconds: number): void } {
  let now = Date.parse(start)
  return {
    now: () => new Date(now),
    pass: (seconds) => {
      now += seconds * 1000
    },
  }
}
