import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client, Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import type { Schema } from '../../src/model/schema.ts'
import { compareSchemas } from '../../src/schema/compare-schemas.ts'
import { fingerprint } from '../../src/schema/fingerprint.ts'
import { readSchema } from '../../src/schema/read-schema.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { mutations, tell } from './mutations.ts'

const everyKind = readFileSync(fileURLToPath(new URL('every-kind.sql', import.meta.url)), 'utf8')

let fresh: FreshDatabase
let database: Database
let before: Schema

beforeAll(async () => {
  fresh = await freshDatabase()
  await query(fresh.url, everyKind)
  database = openDatabase(toTarget(fresh.url))
  before = await database.withReadOnly((client) => readSchema(client))
})

afterAll(async () => {
  await database.close()
  await fresh.drop()
})

async function changed(client: Client, sql: string): Promise<Schema> {
  await client.query('BEGIN')
  await client.query(sql)
  const schema = await readSchema(client)
  await client.query('ROLLBACK')
  return schema
}

describe('what is changed by hand', () => {
  test.each(mutations)('changes the fingerprint and is named: %s', async (sql, told) => {
    const after = await database.withClient((client) => changed(client, sql))
    expect(compareSchemas(before, after).map(tell).join('; ')).toBe(told)
    expect(fingerprint(after)).not.toBe(fingerprint(before))
  })

  test('and taken back leaves nothing: the same database reads the same twice', async () => {
    const again = await database.withReadOnly((client) => readSchema(client))
    expect(again).toEqual(before)
    expect(fingerprint(again)).toBe(fingerprint(before))
  })
})
