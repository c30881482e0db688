import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { mayCreateDatabases, SCRATCH_PREFIX, withScratchDatabase } from '../../src/database/with-scratch-database.ts'
import { silentLog } from '../../src/kit/log.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { runInProcess } from '../support/in-process.ts'
import { toTarget } from '../support/target.ts'

const admin = inject('pgUrl')
const ours = { server: toTarget(admin), like: null, stateDir: '/nowhere', log: silentLog }
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-scratch-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await query(admin, 'DROP ROLE IF EXISTS dvm_no_creator')
})

async function exists(name: string): Promise<boolean> {
  return (await query(admin, 'SELECT FROM pg_database WHERE datname = $1', [name])).length > 0
}

const PROGRAM = `
  import { withScratchDatabase } from './src/database/with-scratch-database.ts'
  import { silentLog } from './src/kit/log.ts'
  const [, , server, ends] = process.argv
  if (ends === 'listens') process.on('SIGINT', () => process.exit(130))
  setInterval(() => undefined, 1000)
  await withScratchDatabase({ server: JSON.parse(server ?? ''), like: null, stateDir: '', log: silentLog }, async ({ database, target }) => {
    process.stdout.write(target.database + '\\n')
    await database.withClient((client) => client.query('SELECT pg_sleep(60)'))
  })`

describe('a scratch database', () => {
  test('is empty, is one of its own, and is gone when the work is done or has failed', async () => {
    const work = async (fails: boolean): Promise<string> => {
      let name = ''
      const done = withScratchDatabase(ours, async ({ database, target }) => {
        name = target.database
        expect(await exists(name)).toBe(true)
        await database.withClient((client) => client.query('CREATE TABLE t (a integer)'))
        if (fails) throw new Error('of the work itself')
      })
      await (fails ? expect(done).rejects.toThrow('of the work itself') : done)
      return name
    }
    const names = [await work(false), await work(true)]
    expect(names[0]).toMatch(/^dvm_scratch_[0-9a-f]{24}$/)
    expect(names[0]).not.toBe(names[1])
    expect(await Promise.all(names.map(exists))).toEqual([false, false])
  })

  test('has encoding, collation and settings of the database it stands for', async () => {
    const name = `t_${process.pid}_traits`
    await query(admin, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'`)
    await query(admin, `ALTER DATABASE ${name} SET search_path = '$user', "odd schema", public`)
    await query(admin, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    const like = openDatabase(toTarget(admin, { database: name }))
    try {
      const rows = await withScratchDatabase({ ...ours, like }, ({ database }) =>
        database.withClient(async (client) => {
          const { rows } = await client.query(
            `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate, datctype, current_setting('search_path') AS path,
               current_setting('transaction_read_only') AS "readOnly" FROM pg_database WHERE datname = current_database()`,
          )
          return rows
        }),
      )
      const path = '"$user", "odd schema", public'
      expect(rows).toEqual([{ encoding: 'SQL_ASCII', datcollate: 'C', datctype: 'C', path, readOnly: 'off' }])
    } finally {
      await like.close()
      await query(admin, `DROP DATABASE ${name}`)
    }
  })

  test('is refused with its code where the role may not create databases', async () => {
    await query(admin, `DROP ROLE IF EXISTS dvm_no_creator; CREATE ROLE dvm_no_creator LOGIN PASSWORD 'pw'`)
    await withFreshDatabase(async (url) => {
      const server = toTarget(url, { user: 'dvm_no_creator', password: 'pw' })
      const database = openDatabase(server)
      expect(await mayCreateDatabases(database)).toBe(false)
      await database.close()
      await expect(withScratchDatabase({ ...ours, server }, async () => undefined)).rejects.toMatchObject({
        code: 'SCRATCH_REFUSED',
        message: expect.stringContaining('dvm_no_creator@'),
      })
    })
  })

  test.each(['listens', 'has no listener'])('is gone after Ctrl-C, in a program that %s', async (ends) => {
    const { child, line } = await runInProcess(PROGRAM, folder, [JSON.stringify(toTarget(admin)), ends])
    const gone = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
    expect(await exists(line)).toBe(true)
    child.kill('SIGINT')
    expect(await gone).toEqual(ends === 'listens' ? { code: 130, signal: null } : { code: null, signal: 'SIGINT' })
    expect(await exists(line)).toBe(false)
  })

  test('that a killed process left is dropped by the next; one in use is not', async () => {
    const named = toTarget(admin, { parameters: { application_name: 'dvm killed' } })
    const { child, line } = await runInProcess(PROGRAM, folder, [JSON.stringify(named), ''])
    await withScratchDatabase(ours, async () => undefined)
    expect(await exists(line)).toBe(true)
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await gone
    // The server sees only when its sessions write again that nobody is there.
    await query(admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dvm killed'`)
    await withScratchDatabase(ours, async () => undefined)
    expect(line).toContain(SCRATCH_PREFIX)
    expect(await exists(line)).toBe(false)
  })
})
