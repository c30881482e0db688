import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { buildBundle } from '../../src/task/build-bundle.ts'
import { checkPackage } from '../../src/task/check-package.ts'
import { readBundle } from '../../src/task/read-bundle.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, formatted, withContext } from '../support/package.ts'

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

test('what cannot be read twice, or at all, is refused with the reason', () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  expect(() => checkPackage(pipe, { allowAltered: true })).toThrow('it is a folder, a pipe or a device; name a file')
  const long = join(folder, 'x'.repeat(300))
  expect(() => checkPackage(long, { allowAltered: true })).toThrow('ENAMETOOLONG [FILE_UNREADABLE]')
})

test('a package with any number of notes is read back, in SQL and in XML', async () => {
  const files = formatted(['1', 'select 1;'])
  await withFreshDatabase(async (url) => {
    await deploy(url, files)
    await query(
      url,
      `INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum)
       SELECT repeat('long', 20) || n, 'me', 'gone.sql', now(), n + 1, 'EXECUTED', '9:1' FROM generate_series(1, 1000) AS n`,
    )
    const wishes = { url, package: { allow: ['missing'] } }
    const { file } = await buildFrom(files, wishes)
    expect(checkPackage(file, { allowAltered: false }).facts).toMatchObject({ changesets: 1, allowed: ['missing'] })
    await withContext(files, wishes, async (context) => {
      const target = { file: join(folder, 'notes.xml') }
      await buildBundle(context, { kind: null, target })
      expect(readBundle(target.file).facts).toMatchObject({ changesets: 1, allowed: ['missing'] })
    })
  })
})
