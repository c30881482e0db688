import { describe, expect, test } from 'vitest'
import { secretsOf } from '../../src/settings/read-settings.ts'
import { type Given, givenSettings } from './given-settings.ts'

const range = (flags: Given['flags'], more: Omit<Given, 'flags'> = {}) =>
  givenSettings({ flags: flags ?? {}, ...more }).settings.range

describe('--from and --to', () => {
  test('are versions; one of them is enough, and none asks for no range', () => {
    expect(range({})).toBeNull()
    expect(range({ from: 'v1', to: 'order:7' })).toEqual({
      kind: 'versions',
      from: { kind: 'tag', tag: 'v1' },
      to: { kind: 'order', order: 7 },
    })
    expect(range({ to: 'v1' })).toMatchObject({ from: null, to: { tag: 'v1' } })
    expect(range({ from: 'v1', kind: 'offline' })).toMatchObject({ from: { tag: 'v1' }, to: null })
  })

  test.each([
    [{ from: 'oder:1', to: 'date:soon' }, ['--from: "oder:1" is not a version', '--to: "date:soon" is not a version']],
    [{ from: 'v1', toTag: 'v2' }, ['--to-tag (from the command line): it does not go with --from and --to']],
    [{ to: 'v1', count: '2' }, ['--count (from the command line): it does not go with --from and --to']],
    [{ from: 'postgres://u:secret@h/d' }, ['--from (from the command line): it is a URL; --from-database takes those']],
    [{ to: 'v1', kind: 'pending' }, ['--kind (from the command line): --from and --to say what kind it is']],
  ])('are refused as %j', (flags, messages) => {
    expect(() => givenSettings({ flags })).toThrow(
      expect.objectContaining({ complaints: messages.map((message) => expect.objectContaining({ message })) }),
    )
  })
})

describe('--from-database and --to-database', () => {
  const two = { fromDatabase: 'postgres://ann:one@prod/shop', toDatabase: 'jdbc:postgresql://test:5433/shop?user=bob' }

  test('are databases of their own, whatever DATABASE_URL says', () => {
    expect(
      range(two, { environment: { DATABASE_URL: 'postgres://elsewhere/db', PGPASSWORD: 'shared' } }),
    ).toMatchObject({
      kind: 'databases',
      from: { host: 'prod', port: 5432, database: 'shop', user: 'ann', password: 'one' },
      to: { host: 'test', port: 5433, database: 'shop', user: 'bob', password: 'shared' },
    })
  })

  test('have secrets that are never shown', () => {
    const { settings } = givenSettings({ flags: { ...two, toDatabase: 'postgres://bob:two@test/shop' } })
    expect(secretsOf(settings)).toEqual(['one', 'two'])
  })

  test.each([
    [
      { fromDatabase: two.fromDatabase },
      '--to-database is missing: --from-database is given, and two databases are compared',
    ],
    [{ ...two, to: 'v1' }, '--to (from the command line): it does not go with --from-database and --to-database'],
    [
      { ...two, toTag: 'v1' },
      '--to-tag (from the command line): it does not go with --from-database and --to-database',
    ],
    [
      { ...two, kind: 'offline' },
      '--kind (from the command line): --from-database and --to-database say what kind it is',
    ],
    [{ ...two, databaseUrl: 'postgres://x/y' }, '--database-url (from the command line): it does not go with'],
    [
      { ...two, toDatabase: 'mysql://x/y' },
      '--to-database (from the command line): only jdbc:postgresql: and postgres:// URLs',
    ],
    [{ ...two, toDatabase: 'offline:postgresql' }, '--to-database (from the command line): it names no database'],
    [
      { ...two, fromDatabase: 'postgres://u:se%cret@h/d' },
      '--from-database (from the command line): a % must be followed',
    ],
  ])('are refused as %j', (flags, message) => {
    expect(() => givenSettings({ flags })).toThrow(message)
  })
})
