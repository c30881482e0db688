import { expect, test } from 'vitest'
import { packageFileName } from '../../src/cli/package-file-name.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import type { Context } from '../../src/task/context.ts'
import { type Given, givenSettings } from '../settings/given-settings.ts'

function nameFor(given: Given): string {
  const context: Context = {
    settings: givenSettings(given).settings,
    sources: openSourceStorage([]),
    database: null,
    clock: fixedClock(new Date('2025-01-31T12:34:56Z')),
    log: silentLog,
  }
  return packageFileName(context)
}

test.each<[string, Given]>([
  ['master-database-package-20250131_123456.sql', { flags: { changelog: 'db/master.xml' } }],
  ['shop-database-package-20250131_123456.sql', { flags: { databaseUrl: 'postgres://u@db/shop' } }],
  [
    'm-database-package-20250131_123456.sql',
    { flags: { databaseUrl: 'postgres://u@db/x', kind: 'offline', changelog: 'm.sql' } },
  ],
  ['m-database-package-20200101_000000.sql', { flags: { changelog: 'm.xml', generatedAt: '2020-01-01T00:00:00Z' } }],
  ['etc-x-database-package-20250131_123456.sql', { flags: { databaseUrl: 'postgres://u@db/..%2F..%2Fetc%00x' } }],
  ['database-database-package-20250131_123456.sql', { flags: { databaseUrl: 'postgres://u@db/..' } }],
])('%s', (expected, given) => {
  expect(nameFor(given)).toBe(expected)
})
