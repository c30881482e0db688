import { expect, it } from 'vitest'
import { fixedClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'

function written(use: (log: ReturnType<typeof jsonLog>) => void): string[] {
  const lines: string[] = []
  use(jsonLog((line) => lines.push(line), fixedClock(new Date('2026-01-31T12:00:00Z'))))
  return lines
}

it('writes one JSON object per line, with time and level', () => {
  const [line] = written((log) => log.warn('slow', { milliseconds: 7 }))
  expect(line).toBe('{"time":"2026-01-31T12:00:00.000Z","level":"warn","message":"slow","milliseconds":7}\n')
})

it('lets no value start a line or steer a terminal', () => {
  const [line] = written((log) => log.info('a\nb\u001b[31m', { path: '/x\u2028\u009b31m\r\n{"level":"error"}' }))
  expect(line).toMatch(/^[\x20-\x7e]*\n$/)
  expect(JSON.parse(String(line)).path).toBe('/x\u2028\u009b31m\r\n{"level":"error"}')
})

it('masks passwords, also deep inside', () => {
  const [line] = written((log) => log.error('x', { at: { url: 'postgres://anna:hunter2@h/x' } }))
  expect(line).not.toContain('hunter2')
})

it('leaves out what is below its level', () => {
  expect(written((log) => log.debug('x'))).toEqual([])
})
