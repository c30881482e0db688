import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { xml } from '../parse/tree.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { psql } from '../support/psql.ts'
import { writeFiles } from '../support/write-files.ts'
import { type LoadCase, loadCases } from './load-data-cases.ts'
import { packageSql, runLiquibase } from './stage.ts'

/** A changeset that makes the table, and one that loads it and is passed over where it fails. */
function changesetsOf(one: LoadCase, n: number): string {
  const { setup, attributes = '', columns = '', change = 'loadData', further = '' } = one
  const sql = setup.replaceAll('$t', `t${n}`)
  const table = setup.includes('$t_view') ? `t${n}_view` : `t${n}`
  return `<changeSet id="${n} setup" author="me"><sql splitStatements="false"><![CDATA[${sql}]]></sql></changeSet>
<changeSet id="${n}" author="me" failOnError="false"><${change} tableName="${table}" file="d${n}.csv"${attributes}>${columns}</${change}>${further}</changeSet>`
}

const schema = ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"`

const files: Record<string, string | Buffer> = {
  'root.xml': xml(loadCases.map(changesetsOf).join('\n'), schema),
  'x.txt': 'text of a file: é\n',
  'sub/x.bin': Buffer.from([0, 1, 255]),
  ...Object.fromEntries(loadCases.map(({ csv }, n) => [`d${n}.csv`, csv])),
}

/** What the tables of a case hold, and whether its changeset is recorded. */
async function resultOf(url: string, n: number): Promise<readonly unknown[]> {
  const tables = await query<{ name: string }>(
    url,
    `select relname as name from pg_class where relkind in ('r', 'p') and relname ~ '^t${n}(_|$)' order by 1`,
  )
  const rows = []
  for (const { name } of tables)
    rows.push(await query(url, `select one_row::text as row from ${name} as one_row order by 1`))
  return [tables, rows, await query(url, 'select exectype, md5sum from databasechangelog where id = $1', [String(n)])]
}

describe('every load has the effect that Liquibase gives it', () => {
  const databases: FreshDatabase[] = []
  const folder = writeFiles(files)
  let said = ''

  beforeAll(async () => {
    databases.push(await freshDatabase(), await freshDatabase())
    const [theirs = '', ours = ''] = databases.map(({ url }) => url)
    const source = { changelog: 'root.xml', searchPath: folder }
    await runLiquibase(source, theirs, 'update')
    await packageSql(source, join(folder, 'package.sql'), ['--kind', 'offline'])
    said = (await psql(ours, join(folder, 'package.sql'))).stderr
  }, 180_000)

  afterAll(async () => {
    for (const database of databases) await database.drop()
    rmSync(folder, { recursive: true })
  })

  test('and nothing else fails', () => {
    expect(said).not.toMatch(/: (ERROR|FATAL|PANIC):/)
  })

  test.each(loadCases.map(({ name }, n) => [name, n] as const))('%s', async (_name, n) => {
    const [theirs = [], ours = []] = await Promise.all(databases.map(({ url }) => resultOf(url, n)))
    expect(ours).toEqual(theirs)
  })

  test('among them loads that fail, each of which left no row on either side', async () => {
    const counts = databases.map(({ url }) =>
      query(url, "select count(*)::int as count from databasechangelog where id ~ '^[0-9]+$'"),
    )
    const [theirs, ours] = await Promise.all(counts)
    expect(ours).toEqual(theirs)
    expect(theirs?.[0]?.['count']).toBeLessThan(loadCases.length - 20)
  })
})
