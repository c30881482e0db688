import { describe, expect, test } from 'vitest'
import { formatVersion, parseVersion } from '../../src/model/version.ts'

describe('a version', () => {
  test.each([
    ['v1.0', { kind: 'tag', tag: 'v1.0' }],
    ['tag:v1.0', { kind: 'tag', tag: 'v1.0' }],
    ['tag:release:2', { kind: 'tag', tag: 'release:2' }],
    ['TAG: blank first', { kind: 'tag', tag: ' blank first' }],
    ['id:42', { kind: 'id', id: '42', author: null, path: null }],
    ['id:a:b::anna', { kind: 'id', id: 'a:b', author: 'anna', path: null }],
    ['id:42::anna::db/orders.xml', { kind: 'id', id: '42', author: 'anna', path: 'db/orders.xml' }],
    ['deployment:4512345678', { kind: 'deployment', deployment: '4512345678' }],
    ['date:2026-11-01', { kind: 'date', date: '2026-11-01T00:00:00.000' }],
    ['date:2026-11-01T12:30', { kind: 'date', date: '2026-11-01T12:30:00.000' }],
    ['date:2026-11-01 12:30:59', { kind: 'date', date: '2026-11-01T12:30:59.000' }],
    ['date:2024-02-29T23:59:59.5', { kind: 'date', date: '2024-02-29T23:59:59.500' }],
    ['date:2026-11-01T12:30:59.123987', { kind: 'date', date: '2026-11-01T12:30:59.123' }],
    ['order:0', { kind: 'order', order: 0 }],
    ['order:17', { kind: 'order', order: 17 }],
  ])('is read from %s', (text, version) => {
    expect(parseVersion(text)).toEqual(version)
  })

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['no tag', 'tag:'],
    ['a kind nobody knows', 'oder:5'],
    ['an author without an id', 'id:::anna'],
    ['an id that ends in separators', 'id:1::'],
    ['a number that is none', 'order:-1'],
    ['a number with a fraction', 'order:1.5'],
    ['a day that no month has', 'date:2026-02-29'],
    ['a month that no year has', 'date:2026-13-01'],
    ['an hour that no day has', 'date:2026-01-01T24:00'],
    ['a date with a zone, which the history does not have', 'date:2026-01-01T10:00:00Z'],
    ['a date the other way round', 'date:01.11.2026'],
  ])('is not read from %s', (_what, text) => {
    expect(parseVersion(text)).toBeNull()
  })

  test.each(['tag:v1', 'tag:a:b', 'id:1', 'id:1::anna::x.sql', 'deployment:1', 'date:2026-11-01T12:30:00', 'order:3'])(
    '%s is written as it is read',
    (text) => {
      const version = parseVersion(text)
      expect(version === null ? null : formatVersion(version)).toBe(text)
    },
  )
})
