import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { checkPackage } from '../../src/task/check-package.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

// The magic number of a zstd frame (RFC 8878), and what may follow.
const zstd = Buffer.from('28b52ffd2009480000', 'hex')

test.each([
  ['packed.sql.gz', gzipSync('-- a package'), 'it is packed; unpack it first, with gzip -d or zstd -d'],
  ['packed.sql.zst', zstd, 'it is packed; unpack it first, with gzip -d or zstd -d'],
  ['bundle.xml', '<?xml version="1.0"?>', 'it is XML: Liquibase runs a Liquibase package'],
  ['note.sql', 'select 1;', 'its header is missing'],
])('what is no SQL package is refused with what it is: %s', (name, bytes, reason) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  expect(() => checkPackage(path, { allowAltered: true })).toThrow(
    `${path} is not a package of this product: ${reason}`,
  )
})

test('a folder is refused, and the way to its parts is told', () => {
  expect(() => checkPackage(folder, { allowAltered: true })).toThrow(
    'it is a folder; name a SQL file in it, in the order of its run.sql if it has one [PACKAGE_INVALID]',
  )
})
