import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { servingPool } from '../../src/database/serving-pools.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { ORDERS, startServer, type TestServer } from './start-server.ts'

const CUSTOMERS = ORDERS.replaceAll('orders', 'customers')

let databases: FreshDatabase[]
let server: TestServer
beforeAll(async () => {
  databases = await Promise.all([freshDatabase(), freshDatabase(), freshDatabase()])
  const [own, shop, crm] = databases.map(({ url }) => url)
  server = await startServer(
    own ?? '',
    { 'shop/master.sql': ORDERS, 'crm/master.sql': CUSTOMERS },
    {
      targets: [
        { name: 'shop', database: toTarget(shop ?? ''), changelog: 'shop/master.sql' },
        { name: 'crm', database: toTarget(crm ?? ''), changelog: 'crm/master.sql' },
      ],
    },
  )
})
afterAll(async () => {
  await server.close()
  await Promise.all(databases.map((database) => database.drop()))
})

async function get(path: string): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${server.url}${path}`)
  return { status: reply.status, text: await reply.text() }
}

describe('registered databases', () => {
  it('each get their own changelog deployed, and answer by name; the first is the default one', async () => {
    const package_ = '/api/v1/database-versions/package/sql'
    for (const [path, table] of [
      [package_, 'orders'],
      [`${package_}?target=shop`, 'orders'],
      [`${package_}?target=crm`, 'customers'],
    ] as const) {
      const { status, text } = await get(path)
      expect([status, text.includes(`CREATE TABLE ${table}`)]).toEqual([200, true])
    }
    expect((await get('/api/v1/database-versions?target=hr')).status).toBe(404)
  })

  it('of which one is away leave the others served, and the server not ready', async () => {
    const [, , crm] = databases
    expect((await get('/readyz')).status).toBe(200)
    await crm?.drop()
    const paths = ['/readyz', '/api/v1/database-versions?target=crm', '/api/v1/database-versions?target=shop', '/livez']
    const statuses = await Promise.all(paths.map(async (path) => (await get(path)).status))
    expect(statuses).toEqual([503, 503, 200, 200])
  })
})

describe('the connections a server packages from', () => {
  const limits = { statementTimeoutMs: 200, buildTimeoutMs: 60_000 }
  const open = (purpose: Parameters<typeof servingPool>[0], changes = {}) =>
    openDatabase(toTarget(databases[1]?.url ?? ''), { ...servingPool(purpose, limits), ...changes })

  it('write nothing', async () => {
    const database = open('requests')
    await expect(database.withClient((client) => client.query('CREATE TABLE written (id int)'))).rejects.toMatchObject({
      code: 'DATABASE_QUERY_FAILED',
      message: expect.stringContaining('25006'),
    })
    await database.close()
    expect(await query(databases[1]?.url ?? '', "SELECT to_regclass('written') AS made")).toEqual([{ made: null }])
  })

  it('say who they are, and what holds for their statements', async () => {
    const database = open('requests')
    const names = ['application_name', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
    const shown = await database.withClient(async (client) => {
      const { rows } = await client.query<{ value: string }>({
        text: 'SELECT current_setting(name) AS value FROM unnest($1::text[]) AS name',
        values: [names],
      })
      return rows.map(({ value }) => value)
    })
    expect(shown).toEqual(['dvm serve', '200ms', '10s', '1min'])
    await database.close()
  })

  it('are limited whatever the URL says', async () => {
    const target = toTarget(databases[1]?.url ?? '', { parameters: { options: '-c statement_timeout=0' } })
    const database = openDatabase(target, servingPool('requests', limits))
    await expect(database.withClient((client) => client.query('SELECT pg_sleep(5)'))).rejects.toMatchObject({
      code: 'DATABASE_TIMEOUT',
      status: 504,
    })
    await database.close()
  })

  it('that are all lent make a request wait, then answer 503; health has its own, and dumps may take their time', async () => {
    const [requests, probes, dumps] = [open('requests', { patience: 2_000 }), open('probes'), open('dumps')]
    let done: () => void = () => undefined
    const until = new Promise<void>((resolve) => {
      done = resolve
    })
    let begun = 0
    const lent = Array.from({ length: 8 }, () =>
      requests.withReadOnly(() => {
        begun += 1
        return until
      }),
    )
    await expect.poll(() => begun).toBe(8)
    await expect(requests.withClient(async () => 'lent')).rejects.toMatchObject({ code: 'DATABASE_BUSY', status: 503 })
    expect(await probes.withClient(async () => 'lent')).toBe('lent')
    await dumps.withClient((client) => client.query('SELECT pg_sleep(0.4)'))
    done()
    await Promise.all(lent)
    expect(await requests.withClient(async () => 'lent')).toBe('lent')
    await Promise.all([requests, probes, dumps].map((each) => each.close()))
  })

  it('wait for a lock only so long', async () => {
    const [holder, url] = [openDatabase(toTarget(databases[1]?.url ?? '')), databases[1]?.url ?? '']
    const session = { statementMs: 0, lockMs: 100, idleInTransactionMs: 0, readOnly: true }
    const waiting = openDatabase(toTarget(url), { session })
    await holder.withClient(async (client) => {
      await client.query('BEGIN; LOCK TABLE orders')
      await expect(waiting.withClient((other) => other.query('SELECT FROM orders'))).rejects.toMatchObject({
        code: 'DATABASE_BUSY',
      })
      await client.query('ROLLBACK')
    })
    await Promise.all([holder.close(), waiting.close()])
  })
})
