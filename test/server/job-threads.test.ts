import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { withTransaction } from '../../src/database/with-transaction.ts'
import type { JobReply } from '../../src/http/contract/job-routes.ts'
import { sha256 } from '../../src/kit/digest.ts'
import { createUser } from '../../src/task/create-user.ts'
import { issueToken } from '../../src/task/issue-token.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { cleanEnvironment } from '../support/run-process.ts'
import { toTarget } from '../support/target.ts'
import { writeFiles } from '../support/write-files.ts'

const entry = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
/** Seconds of work for a thread that does nothing else meanwhile. */
const CHANGESETS = 25_000
const HISTORY = `CREATE TABLE databasechangelog (id varchar(255), author varchar(255), filename varchar(255),
  dateexecuted timestamp, orderexecuted int, exectype varchar(10), md5sum varchar(35), description varchar(255),
  comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255),
  deployment_id varchar(10))`

let own: TestManager
let authorization = ''
let packaged: FreshDatabase
let folder = ''
let root = ''
const children = new Set<ChildProcess>()
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-threads-'))
  const many = Array.from({ length: CHANGESETS }, (_, at) => `--changeset anna:${at}\nCREATE TABLE t${at} (i int);\n`)
  const small = '--liquibase formatted sql\n--changeset anna:1\nCREATE TABLE a (i int);\n'
  root = writeFiles({
    'many.sql': `--liquibase formatted sql\n${many.join('')}`,
    'small.sql': small,
    'gone.sql': small,
  })
  ;[own, packaged] = await Promise.all([testManager(), freshDatabase()])
  await query(packaged.url, HISTORY)
  const { id } = await createUser(own, {
    name: 'anna',
    password: 'seven wild plums',
    grants: [{ target: '*', role: 'packager' }],
  })
  const { token } = await issueToken(own, { id }, { name: 'test', scopes: ['database-management'] })
  authorization = `Bearer ${token}`
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all([own.dispose(), packaged.drop()])
  for (const each of [folder, root]) rmSync(each, { recursive: true, force: true })
})

interface Instance {
  readonly child: ChildProcess
  readonly api: string
  staged(): readonly string[]
}

/** The built server as operators start it; all share the tables of our own. */
async function startInstance(name: string, ...more: readonly string[]): Promise<Instance> {
  const state = join(folder, name)
  const places = ['small', 'many', 'gone'].flatMap((target) => ['--target', `${target}=${packaged.url}+${target}.sql`])
  const args = ['serve', '--format', 'json', '--port', '0', '--no-deploy', ...places, ...more]
  args.push('--manager-url', own.url, '--search-path', root, '--state-dir', state)
  const child = spawn(process.execPath, [entry, ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let told = ''
  child.stderr.on('data', (piece: Buffer) => {
    told += piece.toString()
  })
  for await (const piece of child.stdout) {
    const staging = join(state, 'staging')
    const { url } = JSON.parse(String(piece)).data ?? JSON.parse(String(piece))
    return { child, api: `${url}/api/v1/packages`, staged: () => (existsSync(staging) ? readdirSync(staging) : []) }
  }
  throw new Error(`the server ended: ${told}`)
}

function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, headers: { authorization, 'content-type': 'application/json' } })
}

async function send({ api }: Instance, target: string, kind = 'offline'): Promise<string> {
  const reply = await ask(`${api}?target=${target}`, { method: 'POST', body: JSON.stringify({ kind }) })
  expect(reply.status).toBe(202)
  return ((await reply.json()) as JobReply).id
}

async function untilJob({ api }: Instance, id: string, wanted: (job: JobReply) => boolean): Promise<JobReply> {
  for (;;) {
    const job = (await (await ask(`${api}/${id}`)).json()) as JobReply
    if (wanted(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** While `use` runs, whoever reads the history waits. */
async function withLockedHistory<T>(use: () => Promise<T>): Promise<T> {
  const database = openDatabase(toTarget(packaged.url))
  try {
    return await database.withClient((client) =>
      withTransaction(client, async () => {
        await client.query('LOCK TABLE databasechangelog')
        return use()
      }),
    )
  } finally {
    await database.close()
  }
}

const isOver = ({ finishedAt }: JobReply): boolean => finishedAt !== null

it('the built server builds in a thread, hands the file out, stops one that is cancelled, and leaves nothing', async () => {
  const server = await startInstance('one')
  const id = await send(server, 'small')
  const done = await untilJob(server, id, isOver)
  expect(done).toMatchObject({ state: 'done', target: 'small', problem: null, result: { changesets: 1 } })
  const file = Buffer.from(await (await ask(`${server.api}/${id}/file`)).arrayBuffer())
  expect(sha256(file)).toBe(done.result?.sha256)
  const doomed = await send(server, 'many')
  await untilJob(server, doomed, ({ state }) => state === 'running')
  expect((await ask(`${server.api}/${doomed}`, { method: 'DELETE' })).status).toBe(202)
  expect(await untilJob(server, doomed, isOver)).toMatchObject({ state: 'cancelled', result: null })
  await expect.poll(() => server.staged()).toEqual([])
  server.child.kill('SIGTERM')
})

it('a build that takes too long ends, and what a build says of a changelog arrives whole', async () => {
  const server = await startInstance('two', '--build-timeout', '1s')
  const late = await withLockedHistory(async () => untilJob(server, await send(server, 'small', 'deployed'), isOver))
  expect(late.problem).toMatchObject({ code: 'BUILD_TIMEOUT', status: 504 })
  rmSync(join(root, 'gone.sql'))
  const failed = (await untilJob(server, await send(server, 'gone'), isOver)).problem
  expect(failed).toMatchObject({ code: 'FILE_NOT_FOUND', status: 422, complaints: [expect.anything()] })
  expect(JSON.stringify(failed)).not.toContain(root)
  await expect.poll(() => server.staged()).toEqual([])
  server.child.kill('SIGTERM')
})

it('what a killed instance was building is built by another one', async () => {
  const doomed = await startInstance('three')
  const id = await withLockedHistory(async () => {
    const sent = await send(doomed, 'small', 'deployed')
    await untilJob(doomed, sent, ({ state }) => state === 'running')
    doomed.child.kill('SIGKILL')
    return sent
  })
  // Half a minute of silence is what makes an instance dead.
  await query(own.url, "UPDATE dvm.job SET heartbeat_at = heartbeat_at - interval '1 minute'")
  const other = await startInstance('four')
  expect(await untilJob(other, id, isOver)).toMatchObject({ state: 'done', problem: null })
  other.child.kill('SIGTERM')
})

it('a server that is told to close brings what it builds to its end first', async () => {
  const server = await startInstance('five')
  const gone = once(server.child, 'exit')
  const id = await withLockedHistory(async () => {
    const sent = await send(server, 'small', 'deployed')
    await untilJob(server, sent, ({ state }) => state === 'running')
    server.child.kill('SIGTERM')
    await expect.poll(() => ask(`${server.api}/${sent}`).catch(() => 'closed')).toBe('closed')
    return sent
  })
  expect(await gone).toEqual([0, null])
  const rows = await query(own.url, `SELECT state, tries FROM dvm.job WHERE id = '${id}'`)
  expect(rows).toEqual([{ state: 'done', tries: 1 }])
})
