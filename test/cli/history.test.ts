import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'

const TABLE = `CREATE TABLE databasechangelog (id varchar(255), author varchar(255), filename varchar(255),
  dateexecuted timestamp, orderexecuted int, exectype varchar(10), md5sum varchar(35), description varchar(255),
  comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255),
  deployment_id varchar(10))`
const ROWS = `INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, tag) VALUES
  ('2', E'bob\\x1b[2J', 'db/b.sql', '2025-01-02 03:04:05', 2, 'MARK_RAN', NULL),
  ('1', 'anna', 'db/a.sql', '2025-01-01 02:03:04', 1, 'EXECUTED', 'v1')`

let empty: FreshDatabase
let deployed: FreshDatabase
let directory: string

beforeAll(async () => {
  empty = await freshDatabase()
  deployed = await freshDatabase()
  directory = mkdtempSync(join(tmpdir(), 'dvm-history-'))
  await query(deployed.url, TABLE)
  await query(deployed.url, ROWS)
})
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true })
  await empty.drop()
  await deployed.drop()
})

describe('dvm history', () => {
  test('shows what ran, in order, with the terminal safe from what the rows hold', async () => {
    const { code, stdout, stderr } = await dvm(['history'], { env: { DATABASE_URL: deployed.url } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n').slice(1)).toEqual([
      'ORDER  EXECUTED AT          TYPE      ID  AUTHOR      FILE      TAG',
      '    1  2025-01-01 02:03:04  EXECUTED  1   anna        db/a.sql  v1',
      '    2  2025-01-02 03:04:05  MARK_RAN  2   bob\\x1b[2J  db/b.sql',
      '2 changesets',
      '',
    ])
  })

  test('creates nothing on a database where nothing ran', async () => {
    const { code, stdout } = await dvm(['history', '--database-url', empty.url])
    expect(code).toBe(0)
    expect(stdout).toContain('the table does not exist')
    expect(await query(empty.url, "SELECT * FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
  })

  test('answers in one JSON document', async () => {
    const { stdout } = await dvm(['history', '--format', 'json', '--database-url', deployed.url])
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ table: 'public.databasechangelog', tableExists: true })
    expect(report.entries.map((entry: { order: number }) => entry.order)).toEqual([1, 2])
  })

  test('understands a liquibase.properties with a JDBC URL and an escaped password', async () => {
    const { hostname, port, username, password, pathname } = new URL(deployed.url)
    const escaped = [...decodeURIComponent(password)].map(toUnicodeEscape).join('')
    const url = `jdbc:postgresql://${hostname}:${port}${pathname}`
    const file = `# target\nurl: ${url}\nusername = ${decodeURIComponent(username)}\nliquibase.command.password ${escaped}\n`
    writeFileSync(join(directory, 'liquibase.properties'), `${file}driver: org.postgresql.Driver\n`)
    const { code, stdout, stderr } = await dvm(['history', '--defaults-file', 'liquibase.properties'], {
      cwd: directory,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('2 changesets')
  })

  test('takes the password from a file or PGPASSWORD, and a wrong one is never shown', async () => {
    const url = new URL(deployed.url)
    const password = decodeURIComponent(url.password)
    url.password = ''
    writeFileSync(join(directory, 'password'), `${password}\n`)
    const args = ['history', '--database-url', url.href]
    const fromFile = await dvm([...args, '--password-file', 'password'], { cwd: directory })
    const fromEnvironment = await dvm(args, { env: { PGPASSWORD: password } })
    expect([fromFile.code, fromEnvironment.code]).toEqual([0, 0])
    const wrong = await dvm([...args, '--password', 'hunter2'])
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('[DATABASE_REFUSED]')
    expect(wrong.stderr).not.toContain('hunter2')
  })
})

function toUnicodeEscape(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
