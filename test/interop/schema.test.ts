import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import type { Schema } from '../../src/model/schema.ts'
import { compareSchemas } from '../../src/schema/compare-schemas.ts'
import { fingerprint } from '../../src/schema/fingerprint.ts'
import { readSchema } from '../../src/schema/read-schema.ts'
import { runHere } from '../cli/compared.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { psql } from '../support/psql.ts'
import { cleanEnvironment, runProcess } from '../support/run-process.ts'
import { toTarget } from '../support/target.ts'
import { runLiquibase } from './stage.ts'

const everyKind = readFileSync(fileURLToPath(new URL('../schema/every-kind.sql', import.meta.url)), 'utf8')
const searchPath = fileURLToPath(new URL('changelogs/shop', import.meta.url))
const shop = { searchPath, changelog: 'master.xml', contexts: 'prod,online' }
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-schema-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function schemaOf(url: string): Promise<Schema> {
  const database = openDatabase(toTarget(url))
  try {
    return await database.withReadOnly((client) => readSchema(client, { owners: true }))
  } finally {
    await database.close()
  }
}

async function restored(from: string, to: string): Promise<void> {
  const dumped = await runProcess('pg_dump', ['-d', from], { env: cleanEnvironment() })
  expect(dumped, dumped.stderr).toMatchObject({ code: 0 })
  const file = join(folder, 'dump.sql')
  writeFileSync(file, dumped.stdout)
  const done = await psql(to, file, { onErrorStop: true })
  expect(done, done.stderr).toMatchObject({ code: 0 })
}

describe('the schema of a database', () => {
  test('with every kind of object is equal in its copy by pg_dump and psql', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, everyKind)
      await withFreshDatabase(async (copy) => {
        await restored(url, copy)
        const [one, other] = [await schemaOf(url), await schemaOf(copy)]
        expect(compareSchemas(one, other)).toEqual([])
        expect(fingerprint(one)).toBe(fingerprint(other))
      })
    })
  })

  test('that Liquibase deployed has no drift, and is the one that dvm update makes', async () => {
    await withFreshDatabase(async (theirs) => {
      await runLiquibase(shop, theirs, 'update')
      const where = ['--changelog', shop.changelog, '--search-path', searchPath]
      const drift = await runHere(['drift', ...where, '--database-url', theirs], folder)
      expect(drift, drift.stdout).toMatchObject({ code: 0 })
      await withFreshDatabase(async (ours) => {
        const done = await runHere(['update', ...where, '--contexts', shop.contexts, '--database-url', ours], folder)
        expect(done, done.stderr).toMatchObject({ code: 0 })
        const compared = await runHere(['compare', '--source', theirs, '--target', ours], folder)
        expect(compared, compared.stdout).toMatchObject({ code: 0 })
      })
    })
  })
})
