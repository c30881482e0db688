import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DvmError, fail } from '../../src/errors/dvm-error.ts'
import { sha256 } from '../../src/kit/digest.ts'
import { cancelJob } from '../../src/task/cancel-job.ts'
import { countJobs } from '../../src/task/count-jobs.ts'
import { createJob } from '../../src/task/create-job.ts'
import { findJob } from '../../src/task/find-job.ts'
import { listJobs } from '../../src/task/list-jobs.ts'
import { pruneJobs } from '../../src/task/prune-jobs.ts'
import { openJobResult, readJobManifest } from '../../src/task/read-job-result.ts'
import { query } from '../support/database.ts'
import { ANNA, builtFile, heldBuild, order, startInstance, type TestInstance, untilJob } from '../support/jobs.ts'
import { handClock, type TestManager, testManager } from '../support/manager.ts'

const clock = handClock()
let manager: TestManager
const instances: TestInstance[] = []
beforeAll(async () => {
  manager = await testManager(clock)
})
beforeEach(() => query(manager.url, 'DELETE FROM dvm.job'))
afterEach(async () => {
  await Promise.all(instances.splice(0).map((each) => each.stop()))
})
afterAll(() => manager.dispose())

function start(...given: Parameters<typeof startInstance>): TestInstance {
  const instance = startInstance(...given)
  instances.push(instance)
  return instance
}

const isOver = ({ finishedAt }: { finishedAt: string | null }): boolean => finishedAt !== null

describe('a job', () => {
  it('is built by one of several instances, once, and its file can be read through any of them', async () => {
    const bytes = randomBytes(3_500_000)
    const removed: string[] = []
    const built: string[] = []
    const build = async () => {
      built.push('once')
      return builtFile(bytes, removed)
    }
    for (const each of [manager, manager.twin(), manager.twin()]) start(each, build)
    const job = await createJob(manager, order())
    expect(job).toMatchObject({ target: 'shop', kind: 'offline', owner: ANNA })
    const done = await untilJob(manager, job.id, isOver)
    expect(done).toMatchObject({ state: 'done', tries: 1, problem: null })
    expect([built, removed]).toEqual([['once'], [sha256(bytes)]])
    const body = await openJobResult(manager.twin(), done)
    expect(Buffer.concat(await body.open().toArray()).equals(bytes)).toBe(true)
    for (const [from, to] of [
      [0, 0],
      [1_048_575, 1_048_576],
      [1_000_000, 3_400_000],
      [3_499_999, 3_499_999],
    ] as const) {
      const part = Buffer.concat(await body.open({ start: from, end: to }).toArray())
      expect(part.equals(bytes.subarray(from, to + 1))).toBe(true)
    }
    expect(await readJobManifest(manager, done)).toMatchObject({ kind: 'offline' })
  })

  it('tells how far it is', async () => {
    const { build, letGo } = heldBuild()
    start(manager, build)
    const { id, revision } = await createJob(manager, order())
    const running = await untilJob(manager, id, ({ progress }) => progress !== null)
    expect(running).toMatchObject({ state: 'running', progress: { phase: 'render', done: 1, total: 9 } })
    expect(running.revision).toBeGreaterThan(revision)
    letGo()
    await untilJob(manager, id, isOver)
  })

  it('that fails says why, as strangers may see it', async () => {
    start(manager, async () => {
      throw fail('FILE_UNREADABLE', { path: '/srv/changelogs/shop/a.sql', reason: 'EACCES' })
    })
    const { id } = await createJob(manager, order())
    const { state, problem } = await untilJob(manager, id, isOver)
    expect([state, problem]).toEqual(['failed', expect.objectContaining({ code: 'FILE_UNREADABLE', status: 500 })])
    expect(JSON.stringify(problem)).not.toContain('/srv')
  })

  it('that takes too long, or becomes too large, ends with its code', async () => {
    const { build } = heldBuild()
    const slow = start(manager, build, { buildTimeoutMs: 300 })
    const late = await createJob(manager, order())
    expect((await untilJob(manager, late.id, isOver)).problem).toMatchObject({ code: 'BUILD_TIMEOUT', status: 504 })
    await slow.stop()
    start(manager, async () => builtFile(Buffer.alloc(2_000_000)), { mostBytes: 1_500_000 })
    const large = await createJob(manager, order())
    expect((await untilJob(manager, large.id, isOver)).problem).toMatchObject({ code: 'JOB_RESULT_TOO_LARGE' })
    expect(await query(manager.url, 'SELECT FROM dvm.job_result')).toEqual([])
  })
})

describe('the queue', () => {
  it('takes the same request with the same key once, and no other request with that key', async () => {
    const [one, two] = await Promise.all([
      createJob(manager, order({ key: 'k1' })),
      createJob(manager.twin(), order({ key: 'k1' })),
    ])
    expect(two.id).toBe(one.id)
    for (const other of [order({ key: 'k1', contexts: ['prod'] }), order({ key: 'k1', target: 'crm' })]) {
      await expect(createJob(manager, other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 409 })
    }
    const bob = { kind: 'user', id: 'id of bob', name: 'bob' } as const
    expect((await createJob(manager, order({ key: 'k1', owner: bob }))).id).not.toBe(one.id)
  })

  it('is bounded for each owner, and for all', async () => {
    const bob = { kind: 'token', id: 'id of bob', name: 'bob/ci' } as const
    const limits = { ofOne: 2, ofAll: 3, keptBytes: 1_000 }
    await createJob(manager, order(), limits)
    await createJob(manager, order(), limits)
    await expect(createJob(manager, order(), limits)).rejects.toThrow('2 jobs of yours')
    await createJob(manager, order({ owner: bob }), limits)
    const refused = await createJob(manager, order({ owner: bob }), limits).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(DvmError)
    expect(refused).toMatchObject({ code: 'JOB_QUEUE_FULL', status: 429 })
    expect(await countJobs(manager)).toEqual({ queued: 3, running: 0, done: 0, failed: 0, cancelled: 0 })
  })

  it('gives who has fewest running their turn first, and nobody what is about databases it does not know', async () => {
    const bob = { kind: 'user', id: 'id of bob', name: 'bob' } as const
    const jobs = [order(), order(), order({ target: 'elsewhere' }), order({ owner: bob })]
    const made = []
    for (const each of jobs) made.push(await createJob(manager, each))
    const { build } = heldBuild()
    start(manager, build, { most: 2 })
    await untilJob(manager, made[3]?.id ?? '', ({ state }) => state === 'running')
    const states = await Promise.all(made.map(async ({ id }) => (await findJob(manager, id))?.state))
    expect(states).toEqual(['running', 'queued', 'queued', 'running'])
  })

  it('is shown in pages, the own jobs and those of the targets that somebody operates', async () => {
    const bob = { kind: 'user', id: 'id of bob', name: 'bob' } as const
    for (const owner of [ANNA, bob, ANNA]) await createJob(manager, order({ owner }))
    await createJob(manager, order({ owner: bob, target: 'crm' }))
    const base = { owner: ANNA, ownOn: null, everybodysOn: [], state: null, target: null, cursor: null, limit: 10 }
    const owners = async (changes: object): Promise<string[]> =>
      (await listJobs(manager, { ...base, ...changes })).jobs.map(({ owner, target }) => `${owner.name} ${target}`)
    expect(await owners({})).toEqual(['anna shop', 'anna shop'])
    expect(await owners({ ownOn: ['crm'] })).toEqual([])
    expect(await owners({ everybodysOn: ['shop'] })).toEqual(['anna shop', 'bob shop', 'anna shop'])
    expect(await owners({ everybodysOn: null, target: 'crm' })).toEqual(['bob crm'])
    const first = await listJobs(manager, { ...base, everybodysOn: null, limit: 3 })
    const second = await listJobs(manager, { ...base, everybodysOn: null, limit: 3, cursor: first.next })
    expect([first.jobs.length, second.jobs.length, second.next]).toEqual([3, 1, null])
    await expect(listJobs(manager, { ...base, cursor: 'x' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })
})

describe('a file', () => {
  it('is kept for as long as the setting says, and the job a month longer', async () => {
    start(manager, async () => builtFile(Buffer.from('SELECT 1;\n')))
    const { id } = await createJob(manager, order())
    const done = await untilJob(manager, id, isOver)
    expect(done.expiresAt).toBe(new Date(clock.now().getTime() + 7 * 86_400_000).toISOString())
    clock.pass(7 * 86_400 - 1)
    await pruneJobs(manager)
    expect((await openJobResult(manager, done)).bytes).toBe(10)
    clock.pass(2)
    await expect(openJobResult(manager, done)).rejects.toMatchObject({ code: 'JOB_EXPIRED', status: 410 })
    await Promise.all([pruneJobs(manager), pruneJobs(manager.twin())])
    await pruneJobs(manager)
    expect(await query(manager.url, 'SELECT FROM dvm.job_result')).toEqual([])
    expect(await findJob(manager, id)).toMatchObject({ state: 'done', result: { bytes: 10 } })
    clock.pass(31 * 86_400)
    await pruneJobs(manager)
    expect(await findJob(manager, id)).toBeNull()
  })

  it('counts for its owner while it is kept: beyond a sum no more is built, until one is removed', async () => {
    start(manager, async () => builtFile(Buffer.from('SELECT 1;\n')))
    const limits = { ofOne: 20, ofAll: 20, keptBytes: 10 }
    const { id } = await createJob(manager, order(), limits)
    await untilJob(manager, id, isOver)
    await expect(createJob(manager, order(), limits)).rejects.toMatchObject({ code: 'JOB_RESULTS_FULL', status: 409 })
    const bob = { kind: 'user', id: 'id of bob', name: 'bob' } as const
    await createJob(manager, order({ owner: bob }), limits)
    await cancelJob(manager, id, 7)
    await createJob(manager, order(), limits)
  })

  it('is there for a job that is done alone', async () => {
    const job = await createJob(manager, order())
    await expect(openJobResult(manager, job)).rejects.toMatchObject({ code: 'JOB_NOT_DONE', status: 409 })
    await expect(readJobManifest(manager, job)).rejects.toMatchObject({ code: 'JOB_NOT_DONE' })
    await cancelJob(manager, job.id, 7)
    expect(await cancelJob(manager, job.id, 7)).toBeNull()
    await expect(cancelJob(manager, job.id, 7)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND', status: 404 })
  })
})
