import { expect, it } from 'vitest'
import { packageRequest } from '../../src/http/contract/package-request.ts'
import { packageFile } from '../../src/task/package-file.ts'

it.each([
  ['orders', 'orders'],
  ['größe 2', 'größe-2'],
  ['заказы', 'заказы'],
  ['our "orders"\r\nX: y', 'our-orders-X-y'],
  ['../../etc/passwd', 'etc-passwd'],
  ['"/\\', 'database'],
  ['x'.repeat(100), 'x'.repeat(64)],
  ['𝒜'.repeat(100), '𝒜'.repeat(64)],
  [null, 'offline'],
])('names the file of database %j so that it is one on any disk', (database, stem) => {
  const { name } = packageFile(packageRequest.parse({ kind: 'deployed' }))
  expect(name(database, '2026-01-31T23:59:58.123Z')).toBe(`${stem}-database-package-20260131_235958.sql`)
})
