import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findServerProcess } from '../../../src/database/embedded/find-server-process.ts'
import { type EmbeddedServer, startEmbedded } from '../../../src/database/embedded/start-embedded.ts'
import { openDatabase } from '../../../src/database/open-database.ts'
import { silentLog } from '../../../src/kit/log.ts'
import type { DatabaseTarget } from '../../../src/model/settings.ts'
import { killHard, startInProcess } from '../../support/embedded-process.ts'

let stateDir: string
let dataDir: string

beforeEach(() => {
  // mkdtemp makes it 0700: as root, this is the checkout below /root that the server's account cannot enter.
  stateDir = mkdtempSync(join(tmpdir(), 'dvm-embedded-'))
  dataDir = join(stateDir, 'postgres')
})
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

function start(): Promise<EmbeddedServer> {
  return startEmbedded(stateDir, silentLog, { settings: { fsync: 'off' }, sync: false })
}

async function ask(target: DatabaseTarget, sql: string): Promise<unknown> {
  const database = openDatabase(target)
  try {
    return (await database.withClient((client) => client.query(sql))).rows[0]
  } finally {
    await database.close()
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`never seen: ${what}`)
}

test('keeps data and password between starts, listens on loopback only, and is gone after stop', async () => {
  const first = await start()
  await ask(first.target, 'CREATE TABLE kept AS SELECT 42 AS n')
  const listens =
    "SELECT current_setting('listen_addresses') AS tcp, current_setting('unix_socket_directories') AS unix"
  expect(await ask(first.target, listens)).toEqual({ tcp: '127.0.0.1', unix: '' })
  await first.stop()
  expect(findServerProcess(dataDir)).toBeNull()

  const second = await start()
  expect(second.target.password).toBe(first.target.password)
  expect(await ask(second.target, 'SELECT n FROM kept')).toEqual({ n: 42 })
  await expect(ask({ ...second.target, password: 'guessed' }, 'SELECT 1')).rejects.toMatchObject({
    code: 'DATABASE_REFUSED',
  })
  await second.stop()
})

test('keeps its password in a file that only the server account can read', async () => {
  const server = await start()
  const file = join(dataDir, 'dvm.password')
  expect(readFileSync(file, 'utf8')).toBe(server.target.password)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  await server.stop()
})

test('two starts at once share one cluster: the second joins, and its stop leaves the first running', async () => {
  const [one, two] = await Promise.all([startInProcess(stateDir), startInProcess(stateDir)])
  expect(two.target).toEqual(one.target)
  const joined = await start()
  expect(joined.target).toEqual(one.target)
  await joined.stop()
  expect(await ask(one.target, 'SELECT 1 AS n')).toEqual({ n: 1 })
  await Promise.all([killHard(one.child), killHard(two.child)])
  await until('the end of the server', () => findServerProcess(dataDir) === null)
})

test('ends when its parent is killed with -9, and the next start finds the data', async () => {
  const { child, target } = await startInProcess(stateDir)
  await ask(target, 'CREATE TABLE kept AS SELECT 42 AS n')
  await killHard(child)
  await until('the end of the server', () => findServerProcess(dataDir) === null)
  const again = await start()
  expect(await ask(again.target, 'SELECT n FROM kept')).toEqual({ n: 42 })
  await again.stop()
})

test('is started again on its port when the server itself is killed with -9', async () => {
  const server = await start()
  const pid = findServerProcess(dataDir)?.pid ?? 0
  process.kill(pid, 'SIGKILL')
  await until('a new server', () => {
    const found = findServerProcess(dataDir)
    return found?.ready === true && found.pid !== pid
  })
  expect(await ask(server.target, 'SELECT 1 AS n')).toEqual({ n: 1 })
  await server.stop()
  expect(findServerProcess(dataDir)).toBeNull()
})

test('a postmaster.pid that names a stranger does not keep it from starting', async () => {
  await (await start()).stop()
  writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n\nready   \n`)
  const server = await start()
  expect(await ask(server.target, 'SELECT 1 AS n')).toEqual({ n: 1 })
  await server.stop()
})

test('the draft of a maker that died is cleared away, and that of a living one is left', async () => {
  const [dead, living] = [`${dataDir}.draft-4194304-abc`, `${dataDir}.draft-${process.ppid}-abc`]
  for (const draft of [dead, living]) mkdirSync(draft)
  await (await start()).stop()
  expect([existsSync(dead), existsSync(living)]).toEqual([false, true])
})

test('a folder that is no cluster is refused and left alone', async () => {
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'letter.txt'), 'mine')
  await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_FAILED' })
  expect(readFileSync(join(dataDir, 'letter.txt'), 'utf8')).toBe('mine')
})

test('a cluster of a PostgreSQL that is not here is refused, and the message names its version', async () => {
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'PG_VERSION'), '9\n')
  await expect(start()).rejects.toThrow(/made by PostgreSQL 9/)
})

test("a broken configuration is reported in the server's own words", async () => {
  await (await start()).stop()
  writeFileSync(join(dataDir, 'postgresql.conf'), 'no_such_setting = 1\n')
  await expect(start()).rejects.toThrow(/no_such_setting/)
})

test('works in a state folder that everybody may enter as well', async () => {
  chmodSync(stateDir, 0o755)
  const server = await start()
  expect(await ask(server.target, "SELECT current_setting('data_directory') AS dir")).toEqual({ dir: dataDir })
  await server.stop()
  await expect(
    new Promise((resolve, reject) =>
      connect(server.target.port, '127.0.0.1').once('connect', resolve).once('error', reject),
    ),
  ).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
