import { expect, it } from 'vitest'
import { fixedClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import { withLogFacts } from '../../src/kit/log-scope.ts'

function written(use: (log: ReturnType<typeof jsonLog>) => void): string[] {
  const lines: string[] = []
  use(jsonLog((line) => lines.push(line), fixedClock(new Date('2026-01-31T12:00:00Z'))))
  return lines
}

it('writes one JSON object per line, with time and level, before the call returns', () => {
  const [line] = written((log) => log.warn('slow', { milliseconds: 7 }))
  expect(line).toBe('{"level":"warn","time":"2026-01-31T12:00:00.000Z","milliseconds":7,"message":"slow"}\n')
})

it('lets no value start a line or steer a terminal', () => {
  const [line] = written((log) => log.info('a\nb\u001b[31m', { path: '/x\u2028\u009b31m\r\n{"level":"error"}' }))
  expect(line).toMatch(/^[\x20-\x7e]*\n$/)
  expect(JSON.parse(String(line)).path).toBe('/x\u2028\u009b31m\r\n{"level":"error"}')
})

it('lets no name do so either', () => {
  const [line] = written((log) => log.info('x', { 'a"\n\u2028b': { 'c\r\n\u0085': 1 } }))
  expect(line).toMatch(/^[\x20-\x7e]*\n$/)
  expect(JSON.parse(String(line))).toMatchObject({ 'a"\n\u2028b': { 'c\r\n\u0085': 1 } })
})

it('takes no message for a pattern, and lets no fact stand for time, level or message', () => {
  const [line] = written((log) => log.info('100% %s %j %%', { message: 'other', level: 'fatal', time: 0 }))
  expect(line?.match(/"(time|level|message)":/g)).toHaveLength(3)
  expect(JSON.parse(String(line))).toMatchObject({
    level: 'info',
    message: '100% %s %j %%',
    'fact.message': 'other',
    'fact.level': 'fatal',
  })
})

it('masks passwords, also deep inside, in errors and below names that say they are secrets', () => {
  const cause = new Error('postgres://anna:hunter2@h/x')
  const [line] = written((log) =>
    log.error('Authorization: Bearer hunter2hunter2hunter2', {
      at: { url: 'postgres://anna:hunter2@h/x' },
      cause,
      list: ['password=hunter2'],
      headers: { cookie: 'hunter2', 'x-api-key': 'hunter2', apiToken: 'hunter2' },
      newPassword: 'hunter2',
    }),
  )
  expect(line).not.toContain('hunter2')
  expect(JSON.parse(String(line)).cause).toMatchObject({ name: 'Error', stack: expect.stringContaining('json-log') })
})

it('cuts what has no end', () => {
  const endless: Record<string, unknown> = { text: 'x'.repeat(1_000_000), list: Array(100_000).fill(1) }
  endless['self'] = endless
  const [line] = written((log) => log.info('x', { endless, big: 1n }))
  expect(String(line).length).toBeLessThan(200_000)
  expect(JSON.parse(String(line)).big).toBe('1')
})

it('says in every line of a request which request it is', async () => {
  const lines: string[] = []
  const log = jsonLog((line) => lines.push(line), fixedClock(new Date(0)))
  await withLogFacts({ requestId: 'r1' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    log.info('inside')
  })
  log.info('outside')
  expect(lines.map((line) => JSON.parse(line).requestId)).toEqual(['r1', undefined])
})

it('leaves out what is below its level', () => {
  expect(written((log) => log.debug('x'))).toEqual([])
})
