import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { buildHere } from '../../src/task/build-runner.ts'
import { cancelJob } from '../../src/task/cancel-job.ts'
import { createJob } from '../../src/task/create-job.ts'
import type { Manager } from '../../src/task/manager.ts'
import { testSettings } from '../http/test-app.ts'
import { query } from '../support/database.ts'
import { builtFile, heldBuild, order, startInstance, type TestInstance, untilJob } from '../support/jobs.ts'
import { type TestManager, testManager } from '../support/manager.ts'

let manager: TestManager
const instances: TestInstance[] = []
beforeAll(async () => {
  manager = await testManager()
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
const isRunning = ({ state }: { state: string }): boolean => state === 'running'

/** An instance whose database can be taken away, as it is for one that died. */
function mortal(whole: Manager) {
  let alive = true
  const cut = (): void => {
    if (!alive) throw new Error('nobody answers')
  }
  const database: Manager['database'] = {
    ...whole.database,
    withClient: async (use) => {
      cut()
      return whole.database.withClient(use)
    },
  }
  const set = (value: boolean) => () => {
    alive = value
  }
  return { manager: { ...whole, database }, die: set(false), rise: set(true) }
}

describe('a job that runs on one instance', () => {
  it('is cancelled through another one', async () => {
    const { build } = heldBuild()
    const instance = start(manager, build)
    const { id } = await createJob(manager, order())
    await untilJob(manager, id, isRunning)
    expect(await cancelJob(manager.twin(), id, 7)).toMatchObject({ cancelRequested: true, state: 'running' })
    expect(await untilJob(manager, id, isOver)).toMatchObject({ state: 'cancelled', result: null, problem: null })
    expect(instance.ended.map(({ kind }) => kind)).toEqual(['cancelled'])
  })

  it('is cancelled also where no news reach it', async () => {
    const { build } = heldBuild()
    const deaf = { subscribe: () => () => undefined, close: async () => undefined }
    start(manager, build, { watch: deaf })
    const { id } = await createJob(manager, order())
    await untilJob(manager, id, isRunning)
    await cancelJob(manager, id, 7)
    expect((await untilJob(manager, id, isOver)).state).toBe('cancelled')
  })

  it('is built by another one when the first dies, and what the dead one then brings is not taken', async () => {
    const dead = mortal(manager.twin())
    const held = heldBuild(Buffer.from('of the dead'))
    const first = start(dead.manager, held.build)
    const { id } = await createJob(manager, order())
    await untilJob(manager, id, isRunning)
    dead.die()
    start(manager, async () => builtFile(Buffer.from('of the living')))
    const done = await untilJob(manager, id, isOver)
    expect(done).toMatchObject({ state: 'done', tries: 2, result: { bytes: 13 } })
    dead.rise()
    held.letGo()
    await expect.poll(() => first.ended.map(({ kind }) => kind)).toEqual(['lost'])
    const rows = await query(manager.url, "SELECT convert_from(bytes, 'UTF8') AS text FROM dvm.job_result")
    expect(rows).toEqual([{ text: 'of the living' }])
  })

  it('is given up when a second one died of it, and cancelled where that was asked', async () => {
    const lost = await createJob(manager, order())
    const unwanted = await createJob(manager, order())
    const stale = "state = 'running', claim = gen_random_uuid(), heartbeat_at = now() - interval '1 minute'"
    await query(manager.url, `UPDATE dvm.job SET ${stale}, tries = 2, cancel_requested = id = '${unwanted.id}'`)
    start(manager, heldBuild().build)
    const failed = await untilJob(manager, lost.id, isOver)
    expect(failed.problem).toMatchObject({ code: 'JOB_LOST', detail: expect.stringContaining('died, 2 times') })
    expect((await untilJob(manager, unwanted.id, isOver)).state).toBe('cancelled')
  })

  it('goes on elsewhere when its server closes before it is done, and that counts as no try', async () => {
    const { build } = heldBuild()
    const closing = start(manager, build)
    const { id } = await createJob(manager, order())
    await untilJob(manager, id, isRunning)
    await closing.runner.drain(100)
    expect(closing.ended.map(({ kind }) => kind)).toEqual(['released'])
    expect(await untilJob(manager, id, () => true)).toMatchObject({ state: 'queued', tries: 0, progress: null })
    start(manager.twin(), async () => builtFile(Buffer.from('x')))
    expect(await untilJob(manager, id, isOver)).toMatchObject({ state: 'done', tries: 1 })
  })

  it('is brought to its end by a server that closes where there is time for it', async () => {
    const { build, letGo } = heldBuild()
    const closing = start(manager, build)
    const { id } = await createJob(manager, order())
    await untilJob(manager, id, isRunning)
    const drained = closing.runner.drain(20_000)
    const late = await createJob(manager, order())
    letGo()
    await drained
    expect((await untilJob(manager, id, isOver)).state).toBe('done')
    expect((await untilJob(manager, late.id, () => true)).state).toBe('queued')
  })
})

it('a job that nobody takes within a day is given up', async () => {
  const { id } = await createJob(manager, order({ target: 'elsewhere' }))
  await query(manager.url, "UPDATE dvm.job SET created_at = created_at - interval '25 hours'")
  start(manager, heldBuild().build)
  expect((await untilJob(manager, id, isOver)).problem).toMatchObject({ code: 'JOB_LOST' })
})

it('a real build leaves nothing in the state folder, whether it is done, fails or is cancelled', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-jobs-'))
  const master = (text: string) => writeFileSync(join(folder, 'master.sql'), `--liquibase formatted sql\n${text}`)
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder] }
  start(manager, buildHere(new Map([['shop', await compose(settings)]])))
  const endOf = async (): Promise<string | undefined> => {
    const { id } = await createJob(manager, order())
    const { state, problem } = await untilJob(manager, id, isOver)
    return problem?.code ?? state
  }
  master('--changeset anna:1\nCREATE TABLE a (i int);\n')
  expect(await endOf()).toBe('done')
  master('--changeset anna\n')
  expect(await endOf()).toBe('FORMATTED_SQL_INVALID')
  master('--changeset anna:1\nCREATE TABLE a (i int);\n')
  const { id } = await createJob(manager, order())
  await cancelJob(manager, id, 7)
  await untilJob(manager, id, isOver)
  const staging = join(folder, 'staging')
  await expect.poll(() => (existsSync(staging) ? readdirSync(staging) : [])).toEqual([])
  rmSync(folder, { recursive: true })
})
