import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertEvents } from '../../src/audit/insert-events.ts'
import { pruneEvents } from '../../src/audit/prune-events.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { SYSTEM } from '../../src/model/audit.ts'
import { query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'

let own: TestManager
beforeAll(async () => {
  own = await testManager()
})
afterAll(() => own.dispose())

const DAY_MS = 86_400_000

async function addOld(subject: string, days: number): Promise<void> {
  const at = new Date(Date.now() - days * DAY_MS).toISOString()
  await own.database.withClient((client) =>
    insertEvents(client, [{ at, action: 'sign-in', outcome: 'done', actor: SYSTEM, subject }]),
  )
}

const subjects = async (): Promise<unknown[]> =>
  (await query(own.url, "SELECT subject FROM dvm.audit_event WHERE action <> 'audit.prune' ORDER BY id")).map(
    ({ subject }) => subject,
  )

const REFUSED = /is append-only/

describe('rows of the audit log', () => {
  it.each([
    "UPDATE dvm.audit_event SET outcome = 'done'",
    'DELETE FROM dvm.audit_event',
    'TRUNCATE dvm.audit_event',
    // A setting, a replayed mark of another transaction: nothing lets a young row go.
    `INSERT INTO dvm.audit_event (actor, action, outcome, detail)
     VALUES ('x', 'audit.prune', 'done', '{"until": "2999-01-01"}'); DELETE FROM dvm.audit_event WHERE subject = 'young'`,
  ])('cannot be changed, not even by a superuser: %s', async (sql) => {
    await addOld('young', 0)
    const before = await query(own.url, 'SELECT * FROM dvm.audit_event ORDER BY id')
    await expect(query(own.url, sql)).rejects.toThrow(REFUSED)
    expect(await query(own.url, 'SELECT * FROM dvm.audit_event ORDER BY id')).toEqual(before)
  })

  it('cannot be deleted when old either, unless the same transaction says so in the log', async () => {
    await addOld('old', 400)
    await expect(query(own.url, "DELETE FROM dvm.audit_event WHERE subject = 'old'")).rejects.toThrow(REFUSED)
    const mark = `INSERT INTO dvm.audit_event (actor, action, outcome, detail)
      VALUES ('x', 'audit.prune', 'done', jsonb_build_object('until', now() - interval '500 days'))`
    await expect(query(own.url, `${mark}; DELETE FROM dvm.audit_event WHERE subject = 'old'`)).rejects.toThrow(REFUSED)
  })
})

describe('retention', () => {
  it('removes what is older, leaves a mark that tells so, and keeps the mark for ever', async () => {
    await addOld('a', 401)
    await addOld('b', 402)
    await addOld('kept', 399)
    const before = await query<{ count: number }>(
      own.url,
      "SELECT count(*)::int FROM dvm.audit_event WHERE occurred_at < now() - interval '400 days'",
    )
    expect(await pruneEvents(own.database, systemClock, 400)).toBe(before[0]?.count)
    expect(await subjects()).toContain('kept')
    expect(await subjects()).not.toContain('a')
    const marks = "SELECT actor, outcome, detail FROM dvm.audit_event WHERE action = 'audit.prune' ORDER BY id"
    const [mark, ...more] = await query(own.url, marks)
    expect(more).toEqual([])
    expect(mark).toMatchObject({ actor: 'system', outcome: 'done', detail: { days: 400, count: before[0]?.count } })
    const later = { now: () => new Date(Date.now() + 800 * DAY_MS) }
    await pruneEvents(own.database, later, 30)
    expect((await query(own.url, marks))[0]).toEqual(mark)
    await expect(query(own.url, "DELETE FROM dvm.audit_event WHERE action = 'audit.prune'")).rejects.toThrow(REFUSED)
  })

  it('never goes below thirty days', async () => {
    await addOld('29 days', 29)
    await pruneEvents(own.database, systemClock, 1)
    expect(await subjects()).toContain('29 days')
  })

  it('is done once by two instances that do it at once', async () => {
    await addOld('c', 500)
    const { database } = own.twin()
    const both = await Promise.all([
      pruneEvents(own.database, systemClock, 450),
      pruneEvents(database, systemClock, 450),
    ])
    expect(both.reduce((sum: number, one) => sum + (one ?? 0), 0)).toBe(1)
    const marks = await query(own.url, "SELECT FROM dvm.audit_event WHERE detail ->> 'days' = '450'")
    expect(marks).toHaveLength(1)
  })

  it('waits for nobody: another instance that is at it is left to it', async () => {
    await own.database.withClient(async (client) => {
      await client.query('SELECT pg_advisory_lock(6583917, 9)')
      expect(await pruneEvents(own.database, systemClock, 450)).toBeNull()
      await client.query('SELECT pg_advisory_unlock(6583917, 9)')
    })
  })
})
