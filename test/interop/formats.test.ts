import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Format, formats, item, writeChangelog } from '../support/changelog-document.ts'
import { withFreshDatabase } from '../support/database.ts'
import { historyRows } from '../support/dump.ts'
import { dvm } from '../support/dvm.ts'
import { writeMixedChangelog } from './mixed-changelog.ts'
import { proveRebuild } from './prove-rebuild.ts'
import { dvmOptions, runLiquibase, type Source } from './stage.ts'

const mixed = writeMixedChangelog()
const folder = mkdtempSync(join(tmpdir(), 'dvm-formats-'))
afterAll(() => {
  rmSync(mixed.folder, { recursive: true })
  rmSync(folder, { recursive: true })
})

// runInTransaction: false.
proveRebuild({ name: 'five formats over two folders and a jar', ...mixed, single: false })

/** What every format can say, said once. */
const changelog = item(
  'databaseChangeLog',
  { logicalFilePath: 'the/same.log', context: 'a or b' },
  item('property', { name: 'amount', value: '5' }),
  item('preConditions', {}, item('dbms', { type: 'postgresql' })),
  item(
    'changeSet',
    { id: 'sql', author: 'me', labels: 'x, Y', context: 'a', runOnChange: true, failOnError: false },
    item('validCheckSum', {}, 'ANY'),
    item('preConditions', { onFail: 'MARK_RAN' }, item('not', {}, item('tableExists', { tableName: 't' }))),
    item('comment', {}, 'a comment'),
    item('sql', { splitStatements: true }, `create table t (n int); insert into t values (\${amount})`),
    item('sql', { dbms: 'oracle' }, 'select from dual'),
    item('createView', { viewName: 'v', replaceIfExists: true }, 'select * from t'),
    item('rollback', {}, item('sql', {}, 'drop table t')),
    item('modifySql', { dbms: 'postgresql' }, item('replace', { replace: 'n int', with: 'n bigint' })),
  ),
  item(
    'changeSet',
    { id: 'fields', author: 'me' },
    item(
      'createTable',
      { tableName: 'u', remarks: "of 'all' kinds" },
      item('column', { name: 'id', type: 'bigint', autoIncrement: true }, item('constraints', { primaryKey: true })),
      item('column', { name: 'name', type: 'varchar(20)', defaultValue: 'none' }),
      item('column', { name: 'amount', type: 'decimal(5,2)', defaultValueNumeric: 1.5 }),
    ),
    item(
      'insert',
      { tableName: 'u' },
      item('column', { name: 'name', value: 'one' }),
      item('column', { name: 'amount', valueNumeric: 2 }),
    ),
    item('rollback', {}, item('dropTable', { tableName: 'u' })),
  ),
  item('changeSet', { id: 'tag', author: 'me', runAlways: true }, item('tagDatabase', { tag: 'v1' })),
  item('changeSet', { id: 'none', author: 'me' }),
)

describe('the same changelog', () => {
  it.each(formats)('in %s has the history that Liquibase gives it', async (format: Format) => {
    const file = `changelog.${format}`
    writeFileSync(join(folder, file), writeChangelog(changelog, format))
    const source: Source = { searchPath: folder, changelog: file, contexts: 'a' }
    const theirs = await withFreshDatabase(async (url) => {
      await runLiquibase(source, url, 'update')
      return historyRows(url)
    })
    const ours = await withFreshDatabase(async (url) => {
      const result = await dvm(['update', ...dvmOptions(source), '--database-url', url])
      expect(result, result.stderr).toMatchObject({ code: 0 })
      return historyRows(url)
    })
    expect(ours).toEqual(theirs)
    expect(theirs.map(({ id, contexts, labels }) => [id, contexts, labels])).toEqual([
      ['sql', '(a or b) AND a', 'x,y'],
      ['fields', '(a or b)', null],
      ['tag', '(a or b)', null],
      ['none', '(a or b)', null],
    ])
  })
})
