import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scanStatements } from '../../src/sql/scan-statements.ts'
import { dvm } from '../support/dvm.ts'
import { apply, type Stage, setStage, stateOf } from './stage.ts'

const source = {
  searchPath: fileURLToPath(new URL('changelogs/shop', import.meta.url)),
  changelog: 'master.xml',
  contexts: 'prod',
}

describe('a package leaves the same database whichever client runs it', () => {
  let stage: Stage
  let file: string

  beforeAll(async () => {
    stage = await setStage(source)
    file = join(stage.folder, 'clients.sql')
    const { code, stderr } = await dvm([
      'package',
      'sql',
      ...['--changelog', source.changelog, '--search-path', source.searchPath],
      ...['--database-url', stage.deployed, '--out', file],
    ])
    expect(code, stderr).toBe(0)
  })
  afterAll(() => stage.leave())

  it('psql, statement by statement', async () => {
    const url = await stage.fresh()
    await apply(stage, url, file)
    expect(await stateOf(url)).toEqual(stage.expected)
  })

  it('a client that sends the whole file as one query, as pgAdmin does', async () => {
    const url = await stage.fresh()
    for (let times = 0; times < 2; times++) await asOneQuery(url, readFileSync(file, 'utf8'))
    const { schema, data } = await stateOf(url)
    const { schema: again, data: dataAgain } = stage.expectedAgain
    expect({ schema, data }).toEqual({ schema: again, data: dataAgain })
  })

  it('a client that prepares each statement, as JDBC does', async () => {
    const url = await stage.fresh()
    await prepared(url, readFileSync(file, 'utf8'))
    expect(await stateOf(url)).toEqual(stage.expected)
  })
})

async function prepared(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    // The driver cuts at semicolons as PostgreSQL does, and sends each statement through the extended protocol.
    for (const { text } of scanStatements([sql])) {
      const statement = { text, queryMode: 'extended' }
      await client.query(statement)
    }
  } finally {
    await client.end()
  }
}

async function asOneQuery(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
    const { rows } = await client.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`)
    expect(rows).toEqual([])
  } finally {
    await client.end()
  }
}
