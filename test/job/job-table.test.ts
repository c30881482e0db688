import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beat, claimJob } from '../../src/job/claim-jobs.ts'
import { finishDone, finishWithout, releaseJob } from '../../src/job/finish-jobs.ts'
import { readPiece, writePiece } from '../../src/job/job-results.ts'
import { findJob } from '../../src/job/read-jobs.ts'
import { insertJob } from '../../src/job/write-jobs.ts'
import { query } from '../support/database.ts'
import { builtFile, order } from '../support/jobs.ts'
import { type TestManager, testManager } from '../support/manager.ts'

const LIMITS = { ofOne: 100, ofAll: 100, keptBytes: 1_000_000 }
const NOW = new Date('2026-01-31T12:00:00Z')
const ENDING = { at: NOW, expiresAt: new Date('2026-02-07T12:00:00Z') }
const PROBLEM = { code: 'INTERNAL' }

let manager: TestManager
beforeAll(async () => {
  manager = await testManager()
})
afterAll(() => manager.dispose())

/** A job in the hands of an instance, and the same claim as a stranger would make it up. */
async function claimed() {
  await query(manager.url, 'DELETE FROM dvm.job')
  await insertJob(manager.database, order(), LIMITS, NOW)
  const job = await manager.database.withClient((client) => claimJob(client, 'one', ['shop'], NOW))
  if (job === null) throw new Error('nothing to claim')
  return { job, stranger: { ...job, claim: randomUUID() } }
}

describe('whoever lost a job', () => {
  it('writes nothing any more, neither its life nor its file nor its end', async () => {
    const { job, stranger } = await claimed()
    await manager.database.withClient(async (client) => {
      expect(await beat(client, stranger, null)).toBe('lost')
      expect(await writePiece(client, stranger, 0, Buffer.from('x'))).toBe(false)
      expect(await finishDone(client, stranger, ENDING, builtFile(Buffer.from('x')))).toBe(false)
      expect(await finishWithout(client, stranger, ENDING, PROBLEM)).toBe(false)
      expect(await releaseJob(client, stranger)).toBe(false)
      expect(await findJob(client, job.id)).toMatchObject({ state: 'running', revision: 2 })
      expect(await beat(client, job, null)).toBe('going')
    })
  })

  it('leaves no piece of its file behind', async () => {
    const { job } = await claimed()
    await manager.database.withClient(async (client) => {
      expect(await writePiece(client, job, 0, Buffer.from('half'))).toBe(true)
      expect(await releaseJob(client, job)).toBe(true)
      expect(await readPiece(client, job.id, 0)).toBeNull()
    })
  })
})

describe('the table', () => {
  it('counts the changes that a reader sees, signs of life not', async () => {
    const { job } = await claimed()
    const progress = { phase: 'render', done: 1, total: 2, current: 'a\0b' } as const
    await manager.database.withClient(async (client) => {
      await beat(client, job, null)
      expect(await findJob(client, job.id)).toMatchObject({ revision: 2, progress: null })
      await beat(client, job, progress)
      await beat(client, job, progress)
      expect(await findJob(client, job.id)).toMatchObject({ revision: 3, progress: { done: 1, current: 'a\ufffdb' } })
    })
  })

  it('refuses a job that is done without a file, has failed without a reason, or runs in nobody’s hands', async () => {
    const { job } = await claimed()
    const end = 'claim = NULL, heartbeat_at = NULL, finished_at = now(), expires_at = now()'
    for (const [change, constraint] of [
      [`state = 'done', ${end}`, 'job_done_with_a_file'],
      [`state = 'failed', ${end}`, 'job_failed_with_a_problem'],
      ['claim = NULL', 'job_claimed_while_running'],
      ["state = 'queued', claim = NULL, finished_at = now()", 'job_finished_with_a_time'],
    ] as const) {
      await expect(query(manager.url, `UPDATE dvm.job SET ${change} WHERE id = '${job.id}'`)).rejects.toMatchObject({
        constraint,
      })
    }
  })
})
