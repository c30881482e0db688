import { describe, expect, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { type Given, givenSettings } from './given-settings.ts'

function complaintsOf(given: Given): string[] {
  try {
    givenSettings(given)
  } catch (error) {
    if (error instanceof DvmError) return error.message.split('\n')
    throw error
  }
  return []
}

test('told nothing, a run has these settings', () => {
  expect(givenSettings({}).settings).toEqual({
    changelog: null,
    searchPath: ['/srv/app'],
    duplicateFiles: 'refuse',
    parsing: { missingProperties: 'preserve', propertyEscaping: false, unknownEntries: 'refuse' },
    database: null,
    tables: { schema: null, changelog: 'databasechangelog', lock: 'databasechangeloglock' },
    defaultSchema: null,
    contexts: [],
    labelFilter: null,
    upTo: null,
    range: null,
    properties: [['USER', 'someone']],
    stateDir: '/srv/app/.dvm',
    generatedAt: null,
    package: {
      kind: null,
      transaction: 'per-changeset',
      client: 'any',
      lockWait: 30,
      minServerVersion: null,
      allow: [],
    },
  })
})

test('every complaint of a run comes at once', () => {
  const flags = {
    kind: 'all',
    transaction: 'two',
    client: 'pgadmin',
    lockWait: '-1',
    minServerVersion: 'new',
    allow: ['drift', 'everything'],
    generatedAt: 'yesterday',
    define: ['novalue'],
    liquibaseSchema: 'x'.repeat(64),
    databaseUrl: 'nonsense',
  }
  const needs = { changelog: true, database: true }
  const complaints = complaintsOf({ flags, needs })
  expect(complaints.map((line) => /^(--[a-z-]+)/.exec(line)?.[1])).toEqual([
    '--changelog',
    '--database-url',
    '--liquibase-schema',
    '--define',
    '--generated-at',
    '--kind',
    '--transaction',
    '--client',
    '--lock-wait',
    '--min-server-version',
    '--allow',
  ])
})

test('what the command needs and nobody gave is asked for by name', () => {
  expect(complaintsOf({ needs: { command: 'dvm status', changelog: true, database: true } })).toEqual([
    '--changelog is missing: name the root changelog [SETTING_MISSING]',
    'dvm status needs a database [DATABASE_REQUIRED]',
  ])
})

describe('--changelog', () => {
  test.each([
    ['db/master.xml', undefined, 'db/master.xml'],
    ['/srv/app/db/master.xml', undefined, 'db/master.xml'],
    ['/srv/db/master.xml', '/srv/db', 'master.xml'],
    ['/elsewhere/master.xml', undefined, '/elsewhere/master.xml'],
    ['/srv/application/master.xml', undefined, '/srv/application/master.xml'],
  ])('%s with search path %s is %s', (changelog, searchPath, expected) => {
    expect(givenSettings({ flags: { changelog, searchPath } }).settings.changelog).toBe(expected)
  })
})

describe('the time of a package', () => {
  test.each([
    [{ flags: { generatedAt: '2025-01-31T13:00:00+01:00' } }, '2025-01-31T12:00:00.000Z'],
    [{ environment: { SOURCE_DATE_EPOCH: '1738324800' } }, '2025-01-31T12:00:00.000Z'],
    [
      { flags: { generatedAt: '2020-01-01T00:00:00Z' }, environment: { SOURCE_DATE_EPOCH: '1738324800' } },
      '2020-01-01T00:00:00.000Z',
    ],
  ])('%j is %s', (given, expected) => {
    expect(givenSettings(given).settings.generatedAt).toBe(expected)
  })

  test('without a zone it is refused: it would depend on the machine', () => {
    expect(complaintsOf({ flags: { generatedAt: '2025-01-31T12:00:00' } })).toHaveLength(1)
  })

  test.each(['', 'x', '1.5', '-1'])('SOURCE_DATE_EPOCH=%j is refused or unset, never guessed', (value) => {
    const given = { environment: { SOURCE_DATE_EPOCH: value } }
    if (value === '') expect(givenSettings(given).settings.generatedAt).toBeNull()
    else expect(complaintsOf(given)[0]).toMatch(/--generated-at \(from SOURCE_DATE_EPOCH\)/)
  })
})

describe('names are those of the catalog, as Liquibase quotes them', () => {
  test.each([
    ['DATABASECHANGELOG', 'databasechangelog'],
    ['MyLog', 'MyLog'],
    ['my-log', 'my-log'],
    ['MY-LOG', 'MY-LOG'],
    ['log_2', 'log_2'],
  ])('%s is %s', (changelogTable, expected) => {
    expect(givenSettings({ flags: { changelogTable } }).settings.tables.changelog).toBe(expected)
  })
})

test('contexts are compared in lower case and --allow is a set', () => {
  const flags = { contexts: 'Test, PROD ,', allow: ['drift,missing', 'drift'] }
  const { contexts, package: wanted } = givenSettings({ flags }).settings
  expect(contexts).toEqual(['test', 'prod'])
  expect(wanted.allow).toEqual(['drift', 'missing'])
})

test('--min-server-version is a major version; settings hold it as the server numbers it', () => {
  expect(givenSettings({ flags: { minServerVersion: '14' } }).settings.package.minServerVersion).toBe(140_000)
})

test('--password and --password-file exclude each other', () => {
  const given = { flags: { password: 'x', databaseUrl: 'postgres://u@db/x' }, passwordFile: 'y' }
  expect(complaintsOf(given)).toEqual([
    '--password (from the command line): give either --password or --password-file [SETTING_INVALID]',
  ])
})
