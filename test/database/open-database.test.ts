import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Notice } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { readServerFacts } from '../../src/database/read-server-facts.ts'
import { withTransaction } from '../../src/database/with-transaction.ts'
import { DvmError } from '../../src/errors/dvm-error.ts'
import type { DatabaseTarget } from '../../src/model/settings.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

let fresh: FreshDatabase
let database: Database
let target: DatabaseTarget

beforeAll(async () => {
  fresh = await freshDatabase()
  target = toTarget(fresh.url)
  database = openDatabase(target, { poolSize: 1 })
})

afterAll(async () => {
  await database.close()
  await fresh.drop()
})

async function failureOf(work: Promise<unknown>): Promise<DvmError> {
  const caught: unknown = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(caught instanceof DvmError)) throw new Error(`not a DvmError: ${String(caught)}`)
  return caught
}

async function failureOn(changes: Partial<DatabaseTarget>): Promise<DvmError> {
  const other = openDatabase({ ...target, ...changes })
  try {
    return await failureOf(other.withClient((client) => client.query('SELECT 1')))
  } finally {
    await other.close()
  }
}

describe('a loan', () => {
  test('gives rows, with values kept apart from the text', async () => {
    const { rows } = await database.withClient((client) =>
      client.query({ text: 'SELECT $1::text AS said', values: ["'; DROP TABLE x; --"] }),
    )
    expect(rows).toEqual([{ said: "'; DROP TABLE x; --" }])
  })

  test('of several statements answers with the last', async () => {
    const { rows } = await database.withClient((client) => client.query('SELECT 1 AS n; SELECT 2 AS n'))
    expect(rows).toEqual([{ n: 2 }])
  })

  test('hears notices only while it lasts', async () => {
    const heard: Notice[] = []
    await database.withClient(async (client) => {
      client.onNotice((notice) => heard.push(notice))
      await client.query("DO $$ BEGIN RAISE WARNING 'first' USING DETAIL = 'why'; END $$")
    })
    await database.withClient((client) => client.query("DO $$ BEGIN RAISE WARNING 'second'; END $$"))
    expect(heard).toEqual([{ severity: 'WARNING', message: 'first', code: '01000', detail: 'why', hint: null }])
  })

  test('that leaves a transaction open does not hand it to the next borrower', async () => {
    await database.withClient((client) => client.query('BEGIN; CREATE TABLE left_open (n int)'))
    const { rows } = await database.withClient((client) => client.query("SELECT to_regclass('left_open') AS found"))
    expect(rows).toEqual([{ found: null }])
  })

  test('whose connection the server ends fails as unreachable, and the next one works', async () => {
    const error = await failureOf(
      database.withClient((client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())')),
    )
    expect(error.code).toBe('DATABASE_UNREACHABLE')
    await expect(database.withClient((client) => client.query('SELECT 1'))).resolves.toMatchObject({ rowCount: 1 })
  })

  test('starts with the parameters of the target, blanks included', async () => {
    const parameters = { search_path: 'pg_catalog, public', application_name: 'named' }
    const other = openDatabase({ ...target, parameters })
    const { rows } = await other.withClient((client) =>
      client.query("SELECT current_setting('search_path') AS path, current_setting('application_name') AS name"),
    )
    await other.close()
    expect(rows).toEqual([{ path: 'pg_catalog, public', name: 'named' }])
  })
})

test('a read-only loan refuses every change and sees one snapshot', async () => {
  await query(fresh.url, 'CREATE TABLE counted (n int)')
  const seen = await database.withReadOnly(async (client) => {
    const before = await client.query('SELECT count(*)::int AS n FROM counted')
    await query(fresh.url, 'INSERT INTO counted VALUES (1)')
    const after = await client.query('SELECT count(*)::int AS n FROM counted')
    return [before.rows[0], after.rows[0]]
  })
  expect(seen).toEqual([{ n: 0 }, { n: 0 }])
  const error = await failureOf(database.withReadOnly((client) => client.query('CREATE TABLE refused (n int)')))
  expect(error.message).toContain('25006')
})

test('a transaction keeps everything, or nothing after a failure', async () => {
  await query(fresh.url, 'CREATE TABLE kept (n int)')
  await database.withClient((client) => withTransaction(client, () => client.query('INSERT INTO kept VALUES (1)')))
  const error = await failureOf(
    database.withClient((client) =>
      withTransaction(client, async () => {
        await client.query('INSERT INTO kept VALUES (2)')
        await client.query('SELECT 1/0')
      }),
    ),
  )
  expect(error.message).toContain('22012')
  expect(await query(fresh.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
})

test('the server says its version, encoding, names and default schema', async () => {
  const facts = await database.withReadOnly(readServerFacts)
  expect(facts).toMatchObject({ encoding: 'UTF8', database: fresh.name, user: target.user, defaultSchema: 'public' })
  expect(facts.versionNumber).toBeGreaterThanOrEqual(100_000)
})

describe('a failure', () => {
  test('of a statement carries SQLSTATE, sentence and detail', async () => {
    await query(fresh.url, 'CREATE TABLE once (n int PRIMARY KEY); INSERT INTO once VALUES (1)')
    const error = await failureOf(database.withClient((client) => client.query('INSERT INTO once VALUES (1)')))
    expect(error.code).toBe('DATABASE_QUERY_FAILED')
    expect(error.complaints[0]).toMatchObject({ detail: 'DETAIL: Key (n)=(1) already exists.', place: null })
    expect(error.message).toContain('23505')
  })

  test('to reach the server names the target', async () => {
    const error = await failureOn({ port: 1 })
    expect(error.code).toBe('DATABASE_UNREACHABLE')
    expect(error.message).toContain(`${target.user}@127.0.0.1:1/${fresh.name}`)
  })

  test.each(['wrong', "wr'ong p%40ss"])('of password %j is a refusal that does not repeat it', async (password) => {
    const error = await failureOn({ password })
    expect(error.code).toBe('DATABASE_REFUSED')
    expect(error.message).not.toContain(password)
    expect(error.message).toMatch(/authentication failed/)
  })

  test('because the database does not exist is a refusal', async () => {
    expect((await failureOn({ database: 'nowhere' })).code).toBe('DATABASE_REFUSED')
  })

  test('that quotes the password has it masked', async () => {
    const secret = target.password ?? ''
    const error = await failureOf(
      database.withClient((client) => client.query(`DO $$ BEGIN RAISE EXCEPTION 'leak %', '${secret}'; END $$`)),
    )
    expect(error.message).toContain('leak ***')
    expect(error.message).not.toContain(secret)
  })
})
