import { afterEach, expect, test, vi } from 'vitest'
import { timestampOfJavaDate } from '../../src/document/yaml/java-date.ts'
import { parseYaml } from '../../src/document/yaml.ts'

// What Liquibase 4.28.0 made of each, on Java 17 with that zone as its default.
const answers = {
  UTC: [
    'Wed Jan 01 00:00:00 UTC 2020',
    'Wed Jul 01 00:00:00 UTC 2020',
    'Sat Jan 01 00:00:00 UTC 1',
    '2020-03-29 02:30:00',
    'Wed Jan 01 08:00:01 UTC 2020',
  ],
  'Europe/Berlin': [
    'Wed Jan 01 01:00:00 CET 2020',
    'Wed Jul 01 02:00:00 CEST 2020',
    'Sat Jan 01 01:00:00 CET 1',
    '2020-03-29 03:30:00',
    'Wed Jan 01 09:00:01 CET 2020',
  ],
  'America/New_York': [
    'Tue Dec 31 19:00:00 EST 2019',
    'Tue Jun 30 20:00:00 EDT 2020',
    'Fri Dec 31 19:00:00 EST 1',
    '2020-03-29 02:30:00',
    'Wed Jan 01 03:00:01 EST 2020',
  ],
  'Australia/Sydney': [
    'Wed Jan 01 11:00:00 AEDT 2020',
    'Wed Jul 01 10:00:00 AEST 2020',
    'Sat Jan 01 10:00:00 AEST 1',
    '2020-03-29 02:30:00',
    'Wed Jan 01 19:00:01 AEDT 2020',
  ],
  'Asia/Kolkata': [
    'Wed Jan 01 05:30:00 IST 2020',
    'Wed Jul 01 05:30:00 IST 2020',
    'Sat Jan 01 05:30:00 IST 1',
    '2020-03-29 02:30:00',
    'Wed Jan 01 13:30:01 IST 2020',
  ],
}

const text = 'a: 2020-01-01\nb: 2020-07-01\nc: 0001-01-01\nd: 2020-03-29 02:30:00\ne: 2020-01-01T10:00:00.9996+02:00\n'

afterEach(() => vi.unstubAllEnvs())

test.each(Object.entries(answers))('dates are those of the time zone of the process: %s', (zone, values) => {
  vi.stubEnv('TZ', zone)
  expect(parseYaml(text, 'f').children.map(({ value }) => value)).toEqual(values)
})

test('a date of a column is the local timestamp', () => {
  vi.stubEnv('TZ', 'America/New_York')
  const [node] = parseYaml('a: 2020-01-01', 'f').children
  expect(node?.type).toBe('date')
  expect(timestampOfJavaDate(node?.value ?? '')).toBe('2019-12-31T19:00:00')
})

test('a zone for which there are no letters has its distance from Greenwich', () => {
  vi.stubEnv('TZ', 'Asia/Kathmandu')
  expect(parseYaml('a: 2020-01-01', 'f').children[0]?.value).toBe('Wed Jan 01 05:45:00 GMT+05:45 2020')
})
