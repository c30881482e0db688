import { expect, test } from 'vitest'
import { formatUrl } from '../../src/database/format-url.ts'
import { givenSettings } from '../settings/given-settings.ts'

test.each([
  'postgres://app@db.example:5433/shop',
  'postgres://a%40b@[::1]:5432/my%20db%2541%3Fx',
  'postgres://app@/shop?host=/var/run/post%20gres&port=5433',
])('%s names the same database again', (url) => {
  const { database } = givenSettings({ flags: { databaseUrl: url, password: 'hunter2' } }).settings
  expect(database === null ? null : formatUrl(database)).toBe(url)
})
