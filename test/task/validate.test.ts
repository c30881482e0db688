import { describe, expect, test } from 'vitest'
import type { StatusReport, ValidationReport } from '../../src/model/report.ts'
import { readHistory } from '../../src/task/read-history.ts'
import { readStatus } from '../../src/task/read-status.ts'
import { validate } from '../../src/task/validate.ts'
import { xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { buildFrom, deploy, type Files, formatted, type Wishes, withContext } from '../support/package.ts'

const before = formatted(
  ['kept', 'select 1;'],
  ['edited', 'select 2;'],
  ['gone', 'select 3;'],
  ['twice', 'select 4;'],
  ['change runOnChange:true', 'select 5;'],
  ['always runAlways:true', 'select 6;'],
  ['filtered context:test', 'select 7;'],
  ['old', 'select 8;'],
)
const now: Files = {
  ...formatted(
    ['kept', 'select 1;'],
    ['edited', 'select 22;'],
    ['twice', 'select 4;'],
    ['change runOnChange:true', 'select 55;'],
    ['always runAlways:true', 'select 66;'],
    ['filtered context:test', 'select 7;'],
    ['old', 'select 8;'],
    ['new', 'select 9;'],
    ['other context:test', 'select 10;'],
  ),
  'orphan.sql': 'select 1;',
  'sub/lost.xml': xml(''),
  'sub/data.csv': 'a,b',
  'notes.txt': 'no changelog',
  'node_modules/x/y.sql': 'select 1;',
}

/** A database on which `before` ran, one changeset of it twice, with `now` as its files. */
async function withMovedOn<T>(use: (url: string) => Promise<T>): Promise<T> {
  return withFreshDatabase(async (url) => {
    await deploy(url, before)
    await query(url, "insert into databasechangelog select * from databasechangelog where id = 'twice'")
    await query(url, "update databasechangelog set md5sum = null where id = 'old'")
    return use(url)
  })
}

function judge(url: string | undefined, files: Files, wishes: Wishes = {}): Promise<ValidationReport> {
  return withContext(files, { ...wishes, ...(url === undefined ? {} : { url }) }, validate)
}

describe('validate', () => {
  test('finds what was edited, is missing, stands twice, or is included nowhere', async () => {
    await withMovedOn(async (url) => {
      const report = await judge(url, now, { contexts: ['prod'] })
      expect(report.faults.map((fault) => `${fault.kind} ${fault.message}`)).toEqual([
        expect.stringMatching(/^drifted changeset root\.sql::edited::me was edited after it ran \(number 2, 20\d\d-/),
        expect.stringMatching(/^missing changeset root\.sql::gone::me ran \(number 3\)/),
        expect.stringMatching(/^repeated changeset root\.sql::twice::me stands 2 times/),
        'orphan orphan.sql is in the tree, but no changelog includes it',
        'orphan sub/data.csv is in the tree, but no changelog includes it',
        'orphan sub/lost.xml is in the tree, but no changelog includes it',
      ])
      expect(report.faults[0]).toMatchObject({
        place: { file: 'root.sql', line: 6, column: 1 },
        recorded: expect.stringMatching(/^9:/),
        computed: expect.stringMatching(/^9:/),
      })
      expect(report).toMatchObject({ ok: false, checked: 9 })
    })
  })

  test('is content with orphans only, with and without a database', async () => {
    await withFreshDatabase(async (url) => {
      const files: Files = { ...formatted(['a', 'select 1;']), 'orphan.sql': '' }
      await deploy(url, files)
      for (const given of [url, undefined]) {
        expect(await judge(given, files)).toMatchObject({ ok: true, faults: [{ kind: 'orphan' }] })
      }
    })
  })

  test('tells every broken file at once instead of judging the rest', async () => {
    const files: Files = {
      'root.xml': xml('<include file="a.sql"/><include file="b.xml"/><include file="none.sql"/>'),
      'a.sql': Buffer.from('select \xff', 'latin1'),
      'b.xml': '<databaseChangeLog>',
    }
    await expect(judge(undefined, files)).rejects.toMatchObject({
      complaints: [{ code: 'ENCODING_INVALID' }, { code: 'XML_INVALID' }, { code: 'FILE_NOT_FOUND' }],
    })
  })
})

describe('status', () => {
  test('gives every changeset its state, with the reason', async () => {
    await withMovedOn(async (url) => {
      const report: StatusReport = await withContext(now, { url, contexts: ['prod'] }, readStatus)
      expect(report.rows.map((row) => `${row.key.id} ${row.state}: ${row.because}`)).toEqual([
        'kept ran: already-ran',
        'edited drifted: edited after it ran',
        'twice ran: already-ran',
        'change pending: checksum-changed',
        'always pending: runs-always',
        'old ran: already-ran',
        'new pending: never-ran',
        'filtered ran: context "test" does not match prod',
        'other filtered: context "test" does not match prod',
        'gone missing: in no changelog file',
        'twice repeated: stands 2 times in the history',
        'twice repeated: stands 2 times in the history',
      ])
      expect(report.counts).toEqual({ ran: 4, pending: 3, drifted: 1, missing: 1, repeated: 2, filtered: 1 })
      const row = (id: string) => report.rows.find((one) => one.key.id === id)
      expect(row('kept')).toMatchObject({ order: 1, executedAt: expect.stringMatching(/^20/), place: { line: 3 } })
      expect(row('old')).toMatchObject({ recorded: null, computed: null })
      expect(row('new')).toMatchObject({ order: null, executedAt: null })
    })
  })

  test('counts what ran under other filters and changed since as drifted', async () => {
    await withMovedOn(async (url) => {
      const files = { 'root.sql': String(now['root.sql']).replace('select 7;', 'select 77;') }
      const report = await withContext(files, { url, contexts: ['prod'] }, readStatus)
      const states = report.rows.filter((row) => row.key.id === 'filtered').map((row) => row.state)
      expect(states).toEqual(['drifted'])
    })
  })

  test('of an empty database is all pending, and makes no table there', async () => {
    await withFreshDatabase(async (url) => {
      const report = await withContext(before, { url }, readStatus)
      expect(report).toMatchObject({ lock: null, counts: { pending: 8, ran: 0 } })
      expect(await query(url, "select relname from pg_class where relname ~ '^databasechange'")).toEqual([])
    })
  })

  test('tells who holds the lock', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, before)
      const held = "locked = true, lockedby = 'build-7', lockgranted = '2026-01-02 03:04:05'"
      await query(url, `update databasechangeloglock set ${held}`)
      const { lock } = await withContext(before, { url }, readStatus)
      expect(lock).toEqual({ locked: true, lockedBy: 'build-7', grantedAt: '2026-01-02T03:04:05' })
    })
  })

  test('reads a history of an older Liquibase that lacks columns', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['kept', 'select 1;']))
      const lacks = ['tag', 'labels', 'contexts', 'deployment_id', 'liquibase', 'comments', 'description', 'md5sum']
      await query(url, `alter table databasechangelog ${lacks.map((name) => `drop column ${name}`).join(', ')}`)
      expect((await withContext(before, { url }, readStatus)).counts).toMatchObject({ ran: 1, pending: 7 })
      await query(url, 'alter table databasechangelog drop column orderexecuted, drop column exectype')
      expect((await withContext(before, { url }, readHistory)).entries).toMatchObject([
        { order: -1, execType: 'EXECUTED', checksum: null },
      ])
      await query(url, 'alter table databasechangelog drop column dateexecuted')
      await expect(withContext(before, { url }, readStatus)).rejects.toMatchObject({
        code: 'HISTORY_NOT_FOUND',
        message: expect.stringContaining('dateexecuted'),
      })
    })
  })
})

test('a changeset that ran, is filtered away and has lost its file is asked by nobody, as in Liquibase; packages ask', async () => {
  const change = '<changeSet id="file" author="me" context="test"><sqlFile path="file.sql"/></changeSet>'
  const root = { 'root.xml': xml(`<changeSet id="one" author="me"><sql>select 1</sql></changeSet>${change}`) }
  await withFreshDatabase(async (url) => {
    await deploy(url, { ...root, 'file.sql': 'select 2;' })
    const away: Wishes = { url, contexts: ['prod'] }
    const report = await withContext(root, away, readStatus)
    expect(report.counts).toMatchObject({ ran: 2, pending: 0, drifted: 0, missing: 0 })
    const because = expect.stringMatching(/does not match prod; not compared: cannot find file\.sql/)
    expect(report.rows).toContainEqual(expect.objectContaining({ state: 'ran', because }))
    const told: ValidationReport = await withContext(root, away, validate)
    expect(told).toMatchObject({ ok: true, faults: [], warnings: [{ code: 'FILE_NOT_FOUND' }] })
    await expect(buildFrom(root, { ...away, package: { kind: 'deployed' } })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    })
  })
})
