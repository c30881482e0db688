import { expect, it } from 'vitest'
import { packageFileName } from '../../src/http/package-file-name.ts'

it.each([
  ['orders', 'orders'],
  ['our "orders"\r\nX: y', 'our-orders-X-y'],
  ['../../etc/passwd', 'etc-passwd'],
  ['заказы', 'database'],
  ['x'.repeat(100), 'x'.repeat(64)],
  [null, 'offline'],
])('names the file of database %j safely', (database, stem) => {
  expect(packageFileName(database, '2026-01-31T23:59:58.123Z')).toBe(`${stem}-database-package-20260131_235958.sql`)
})
