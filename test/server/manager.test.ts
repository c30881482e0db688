import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import { productRoot } from '../../src/storage/product-root.ts'
import { findDrift } from '../../src/task/find-drift.ts'
import { OWN_CHANGELOG, OWN_HISTORY_SCHEMA } from '../../src/task/migrate-manager.ts'
import { type OpenManager, openManager } from '../../src/task/open-manager.ts'
import { testSettings } from '../http/test-app.ts'
import { type FreshDatabase, freshDatabase, query, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

let stateDir = ''
let own: FreshDatabase
beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'dvm-manager-'))
  own = await freshDatabase()
})
afterAll(async () => {
  rmSync(stateDir, { recursive: true, force: true })
  await own.drop()
})

function open(url: string, migrate = true): Promise<OpenManager> {
  return openManager({ database: toTarget(url), migrate, stateDir, clock: systemClock, log: silentLog })
}

const SCOPE = { schemas: null, ignore: [], owners: false, privileges: true }
const RAN = `SELECT count(*)::int AS rows, count(DISTINCT (id, author, filename))::int AS changesets
  FROM ${OWN_HISTORY_SCHEMA}.databasechangelog`

describe('the tables of our own', () => {
  it('are refused where they are missing and nobody may make them; nothing is made then', async () => {
    await expect(open(own.url, false)).rejects.toMatchObject({
      code: 'MANAGER_OUTDATED',
      message: expect.stringMatching(/lack \d+ changesets: .*::schema::dvm, .* and \d+ more/),
    })
    expect(await query(own.url, "SELECT FROM pg_namespace WHERE nspname LIKE 'dvm%'")).toEqual([])
  })

  it('come up once, whoever of several instances is first', async () => {
    const managers = await Promise.all(Array.from({ length: 4 }, () => open(own.url)))
    expect(await Promise.all(managers.map(({ isReady }) => isReady()))).toEqual([true, true, true, true])
    await Promise.all(managers.map((each) => each.close()))
    const [ran] = await query<{ rows: number; changesets: number }>(own.url, RAN)
    expect(ran?.rows).toBe(ran?.changesets)
    expect(ran?.rows).toBeGreaterThan(5)
  })

  it('are taken as they are once they are up to date, also by a role that may make nothing', async () => {
    const url = new URL(own.url)
    const role = `runner_${process.pid}`
    await query(
      own.url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'pw'; GRANT USAGE ON SCHEMA dvm, ${OWN_HISTORY_SCHEMA} TO ${role};
       GRANT SELECT ON ALL TABLES IN SCHEMA dvm, ${OWN_HISTORY_SCHEMA} TO ${role}`,
    )
    url.username = role
    url.password = 'pw'
    for (const migrate of [false, true]) {
      const manager = await open(url.href, migrate)
      expect(await manager.isReady()).toBe(true)
      await manager.close()
    }
    await query(own.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  it('can be held against their changelog like any other, and show no drift', async () => {
    const settings = {
      ...testSettings(stateDir),
      changelog: OWN_CHANGELOG,
      searchPath: [productRoot()],
      database: toTarget(own.url),
      tables: { schema: OWN_HISTORY_SCHEMA, changelog: 'databasechangelog', lock: 'databasechangeloglock' },
    }
    const context = await compose(settings)
    try {
      const { differences } = await findDrift(context, { scope: SCOPE, scratch: null, prepare: null })
      expect(differences).toEqual([])
    } finally {
      await context.database?.close()
    }
  })

  it('leave the history of an application in the same database alone', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, "CREATE TABLE databasechangelog AS SELECT 'theirs' AS id")
      await (await open(url)).close()
      expect(await query(url, 'SELECT * FROM databasechangelog')).toEqual([{ id: 'theirs' }])
    })
  })

  it('that cannot be made are told with what PostgreSQL says', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'CREATE SCHEMA dvm')
      await expect(open(url)).rejects.toMatchObject({
        code: 'MANAGER_NOT_MIGRATED',
        message: expect.stringContaining('schema "dvm" already exists'),
      })
    })
  })
})

it('statements on our own tables are ended before they hang, and readiness has a connection of its own', async () => {
  const { manager, isReady, close } = await open(own.url)
  const sleeping = Array.from({ length: 10 }, () =>
    manager.database.withClient((client) => client.query('SELECT pg_sleep(1)')),
  )
  expect(await isReady()).toBe(true)
  await Promise.all(sleeping)
  await expect(
    manager.database.withClient((client) => client.query("SET statement_timeout = '50ms'; SELECT pg_sleep(9)")),
  ).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT', status: 504 })
  await close()
})

it('readiness tells the truth about a database that is gone', async () => {
  const gone = await freshDatabase()
  const { isReady, close } = await open(gone.url)
  expect(await isReady()).toBe(true)
  await gone.drop()
  expect(await isReady()).toBe(false)
  await close()
})

it('a database that nobody reaches fails to open', async () => {
  const database = openDatabase(toTarget('postgres://nobody:x@127.0.0.1:1/none'))
  await expect(database.withClient(async () => undefined)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
  await expect(open('postgres://nobody:x@127.0.0.1:1/none')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
})
