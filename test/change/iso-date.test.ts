import { afterEach, expect, test, vi } from 'vitest'
import { parseIsoDate, readIsoDate } from '../../src/change/iso-date.ts'
import { readAnswers } from './answers.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const { dates } = readAnswers<{ readonly dates: Readonly<Record<string, string>> }>('values')

test.each(Object.entries(dates))('%j is read as Liquibase reads it: %s', (text, answer) => {
  const found = readIsoDate(text)
  expect(found.kind === 'date' ? found.date : found.kind).toBe(answer)
  expect(parseIsoDate(text)).toBe(found.kind === 'date' ? answer : null)
})

test('years beyond those JavaScript knows are written out', () => {
  expect(parseIsoDate('290020-1-1')).toBe('290020-01-01')
})

test('a time that a clock leaves out in spring is the hour after, where the process stands', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(parseIsoDate('2020-03-29T02:30:00')).toBe('2020-03-29T03:30:00')
  expect(parseIsoDate('02:30:00')).toBe('02:30:00')
})
