import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { nameOf } from '../support/copy-database.ts'
import { query } from '../support/database.ts'
import { stepCount } from './fault-changelog.ts'

export interface Found {
  /** Steps the history says ran. */
  readonly recorded: readonly number[]
  /** Steps whose table exists. */
  readonly made: readonly number[]
  /** What the steps wrote, in order of the numbers; a step that ran twice stands twice. */
  readonly journal: readonly number[]
  /** Indexes the history says were built but that are missing or invalid. */
  readonly brokenIndexes: readonly string[]
}

/** What must hold of a database whatever happened to a run on it. Gives the number of steps that are in. */
export async function expectConsistent(url: string): Promise<number> {
  await untilAlone(url)
  const found = await look(url)
  const steps = Array.from({ length: found.recorded.length }, (_, n) => n + 1)
  // Contiguous from 1: nothing ran after what did not.
  expect(found).toEqual({ recorded: steps, made: steps, journal: steps, brokenIndexes: [] })
  expect(await locks(url)).toEqual([])
  return steps.length
}

/** The same, and every step and index is in. */
export async function expectComplete(url: string): Promise<void> {
  expect(await expectConsistent(url)).toBe(stepCount)
  const [row] = await query<{ n: number }>(url, 'select count(*)::int as n from databasechangelog')
  expect(row?.n).toBe(1 + stepCount + stepCount / 10)
}

export async function historyLength(url: string): Promise<number> {
  if (!(await exists(url, 'databasechangelog'))) return 0
  const [row] = await query<{ n: number }>(url, 'select count(*)::int as n from databasechangelog')
  return row?.n ?? 0
}

/** Waits until the history has so many rows; `false` when `ended` came first. */
export async function untilRows(url: string, rows: number, ended: () => boolean): Promise<boolean> {
  while ((await historyLength(url)) < rows) {
    if (ended()) return false
    await sleep(2)
  }
  return true
}

/** A killed client's backend lives until its statement ends; what it holds till then is no leftover. */
export async function untilAlone(url: string): Promise<void> {
  const others = `select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  for (let tries = 0; tries < 3000; tries++) {
    const [row] = await query<{ n: number }>(url, others)
    if (row?.n === 0) return
    await sleep(10)
  }
  throw new Error(`somebody is still connected to ${nameOf(url)}`)
}

async function look(url: string): Promise<Found> {
  const made = await numbers(
    url,
    `select substring(relname from 6)::int as n from pg_class where relkind = 'r' and relname ~ '^step_[0-9]+$' order by 1`,
  )
  if (!(await exists(url, 'databasechangelog'))) return { recorded: [], made, journal: [], brokenIndexes: [] }
  const recorded = await numbers(
    url,
    `select substring(id from 6)::int as n from databasechangelog where id ~ '^step-' order by 1`,
  )
  const journal = (await exists(url, 'journal')) ? await numbers(url, 'select step as n from journal order by 1') : []
  const broken = await query<{ id: string }>(
    url,
    `select id from databasechangelog where id ~ '^index-' and not exists
       (select from pg_class c join pg_index i on i.indexrelid = c.oid
         where c.relname = replace(id, '-', '_') and i.indisvalid)`,
  )
  return { recorded, made, journal, brokenIndexes: broken.map((row) => row.id) }
}

/** Whatever would keep the next run out: Liquibase's lock row, advisory locks. */
async function locks(url: string): Promise<readonly unknown[]> {
  const advisory = await query(
    url,
    `select l.pid, l.objid from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and d.datname = current_database()`,
  )
  if (!(await exists(url, 'databasechangeloglock'))) return advisory
  return [...advisory, ...(await query(url, 'select * from databasechangeloglock where locked'))]
}

async function exists(url: string, table: string): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(url, 'select to_regclass($1) is not null as found', [`public.${table}`])
  return row?.found === true
}

async function numbers(url: string, sql: string): Promise<readonly number[]> {
  return (await query<{ n: number }>(url, sql)).map((row) => row.n)
}
