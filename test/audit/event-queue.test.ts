import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEventQueue, type EventQueue } from '../../src/audit/event-queue.ts'
import type { TimedEvent } from '../../src/audit/insert-events.ts'
import type { Database } from '../../src/database/database.ts'
import { fail } from '../../src/errors/dvm-error.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import { SYSTEM } from '../../src/model/audit.ts'
import { query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'

let own: TestManager
beforeAll(async () => {
  own = await testManager()
})
afterAll(() => own.dispose())

const event = (subject: string, more: Partial<TimedEvent> = {}): TimedEvent => ({
  at: '2026-01-31T12:00:00.000Z',
  action: 'package.download',
  outcome: 'done',
  actor: SYSTEM,
  subject,
  ...more,
})

const written = async (prefix: string): Promise<string[]> =>
  (
    await query<{ subject: string }>(own.url, 'SELECT subject FROM dvm.audit_event WHERE subject LIKE $1 ORDER BY id', [
      `${prefix}%`,
    ])
  ).map(({ subject }) => subject)

/** The real database behind a switch. */
function switched(): Database & { away: boolean } {
  const database = {
    ...own.database,
    away: false,
    withClient: <T>(use: Parameters<typeof own.database.withClient<T>>[0]): Promise<T> => {
      if (database.away) throw fail('DATABASE_UNREACHABLE', { target: 'x', reason: 'y' })
      return own.database.withClient(use)
    },
  }
  return database
}

function open(database: Database, most = 10_000): { queue: EventQueue; dropped: () => number; lines: string[] } {
  let dropped = 0
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line), systemClock)
  const onDropped = (count: number): void => {
    dropped += count
  }
  return { queue: createEventQueue({ database, log, most, onDropped }), dropped: () => dropped, lines }
}

describe('events on their way to the table', () => {
  it('are all written, in their order, in more than one batch', async () => {
    const { queue, dropped } = open(own.database)
    const subjects = Array.from({ length: 1_203 }, (_, index) => `many ${index}`)
    for (const subject of subjects) queue.push(event(subject))
    await queue.close()
    expect(await written('many ')).toEqual(subjects)
    expect(dropped()).toBe(0)
  })

  it('wait while the database is away, and are written when it is back', async () => {
    const database = switched()
    const { queue, dropped, lines } = open(database)
    database.away = true
    queue.push(event('waited 1'))
    await expect.poll(() => lines.join('')).toContain('audit events wait')
    queue.push(event('waited 2'))
    database.away = false
    await expect.poll(() => written('waited '), { timeout: 10_000 }).toEqual(['waited 1', 'waited 2'])
    expect(dropped()).toBe(0)
    await queue.close()
  })

  it('are dropped when too many wait, and that is counted and told', async () => {
    const database = switched()
    database.away = true
    const { queue, dropped, lines } = open(database, 3)
    for (let count = 0; count < 10; count += 1) queue.push(event(`kept ${count}`))
    expect(dropped()).toBe(7)
    database.away = false
    await queue.close()
    expect(await written('kept ')).toEqual(['kept 0', 'kept 1', 'kept 2'])
    expect(lines.filter((line) => line.includes('audit events are dropped'))).toHaveLength(1)
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ message: 'audit events were dropped', dropped: 7 }),
    )
  })

  it('keep no other back where the table refuses one', async () => {
    const { queue, dropped, lines } = open(own.database)
    queue.push(event('good 1'))
    queue.push(event('good bad', { digest: 'no digest' }))
    queue.push(event('good 2'))
    await queue.close()
    expect(await written('good ')).toEqual(['good 1', 'good 2'])
    expect(dropped()).toBe(1)
    expect(lines.join('')).toContain('an audit event cannot be written')
  })

  it('carry text that PostgreSQL does not have, and no secret', async () => {
    const { queue, dropped } = open(own.database)
    const detail = { odd: 'a\0b\ud800', at: 'postgres://anna:hunter2@h/x', newPassword: 'hunter2' }
    queue.push(event('odd \0\udfff', { userAgent: '\0'.repeat(500), detail }))
    queue.push(event('odd 2', { detail: { long: 'x'.repeat(100_000) } }))
    await queue.close()
    expect(await written('odd ')).toEqual(['odd \ufffd\ufffd', 'odd 2'])
    expect(dropped()).toBe(0)
    const rows = await query(own.url, "SELECT detail::text FROM dvm.audit_event WHERE subject LIKE 'odd %' ORDER BY id")
    expect(JSON.stringify(rows)).not.toContain('hunter2')
    expect(String(rows[1]?.['detail']).length).toBeLessThan(10_000)
  })
})
