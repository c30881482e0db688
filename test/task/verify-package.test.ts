import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { PackageRange } from '../../src/model/settings.ts'
import { parseVersion } from '../../src/model/version.ts'
import { buildPackage } from '../../src/task/build-package.ts'
import { buildRollback } from '../../src/task/build-rollback.ts'
import { verifyPackage } from '../../src/task/verify-package.ts'
import { makeTree } from '../parse/tree.ts'
import { query } from '../support/database.ts'
import { formatted, settingsIn } from '../support/package.ts'
import { toTarget } from '../support/target.ts'
import { onLive, titles, usual } from './on-live.ts'

const files = formatted(
  ['one', 'create table one (id int primary key, t text);'],
  ['fill', "insert into one values (1, 'a'), (2, 'b');"],
  ['view runOnChange:true', 'create or replace view v as select id from one;\n--rollback drop view v;'],
  ['always runAlways:true', 'select 1;\n--rollback empty'],
  ['two', 'create table two (id int references one);\n--rollback drop table two;'],
)

const versions = (from: string | null, to: string | null): PackageRange => ({
  kind: 'versions',
  from: from === null ? null : parseVersion(from),
  to: to === null ? null : parseVersion(to),
})
describe('a package of what ran', () => {
  test('is proved against the live database, rows as well', async () => {
    await onLive(files, async ({ folder, context, verify }) => {
      const file = join(folder, 'package.sql')
      const { sha256: digest } = await context((given) => buildPackage(given, { kind: 'deployed', target: { file } }))
      const report = await verify(file, { data: true })
      expect(report.sha256).toBe(digest)
      expect(titles(report)).toEqual(['runs: ok', 'runs again: ok', 'changes nothing when it runs again: ok'])
      expect(report).toMatchObject({ verified: true, against: 'database', history: [], differences: [] })
      expect(report.data).toEqual({ tables: 2, unexpected: [] })
      expect(report.fingerprint.found).toMatch(/^[0-9a-f]{64}$/)
      expect(report.fingerprint.found).toBe(report.fingerprint.expected)
    })
  })

  test('is not, where the live database has more than ran, other rows or another history', async () => {
    await onLive(files, async ({ folder, url, context, verify }) => {
      const file = join(folder, 'package.sql')
      await context((given) => buildPackage(given, { kind: 'deployed', target: { file } }))
      await query(url, "create index by_hand on one (t); update one set t = 'z' where id = 1")
      await query(url, "update databasechangelog set tag = 'v1' where id = 'two'")
      const report = await verify(file, { data: true })
      expect(report.verified).toBe(false)
      expect(report.differences).toMatchObject([{ kind: 'index', name: 'public.by_hand', state: 'missing' }])
      expect(report.history).toMatchObject([{ key: { id: 'two' }, field: 'tag', expected: 'v1', found: null }])
      expect(report.data?.unexpected).toMatchObject([
        { table: '"public"."one"', expected: { rows: 2 }, found: { rows: 2 }, columns: ['public.one.t'] },
      ])
      const column = await verify(file, { data: true, scope: { ...usual.scope, ignore: ['column:*.t', 'table:*.x'] } })
      expect(column.data?.unexpected).toEqual([])
      expect(column.ignored.unused).toEqual(['table:*.x'])
      expect(column.notes).toEqual(['of the rows, what these patterns name was not compared: column:*.t'])
      const table = await verify(file, { data: true, scope: { ...usual.scope, ignore: ['public.one'] } })
      expect(table.data).toMatchObject({ unexpected: [], tables: Number(report.data?.tables) - 1 })
      const ignoring = await verify(file, { scope: { ...usual.scope, ignore: ['index:*by_hand'] } })
      expect(ignoring.differences).toEqual([])
    })
  })

  test('that does not run says where it failed, and one that was altered is not tried', async () => {
    await onLive(files, async ({ folder, context, verify }) => {
      const file = join(folder, 'package.sql')
      await context((given) => buildPackage(given, { kind: 'deployed', target: { file } }))
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replace('references one', 'references none'))
      await expect(verify(file)).rejects.toMatchObject({ code: 'PACKAGE_ALTERED' })
      const body = text.slice(0, text.lastIndexOf('-- dvm:sha256')).replace('references one', 'references none')
      writeFileSync(file, `${body}-- dvm:sha256 ${sha256(body)}\n`)
      const report = await verify(file)
      expect(report).toMatchObject({ verified: false, fingerprint: { found: null } })
      expect(report.steps).toMatchObject([
        { title: 'runs', ok: false, detail: expect.stringContaining('root.sql::two::me') },
      ])
    })
  })
})

describe('a package that leads from one point to another', () => {
  test('is proved on top of what the changelog builds to its beginning', async () => {
    await onLive(files, async ({ folder, context, verify }) => {
      const file = join(folder, 'package.sql')
      await context((given) => buildPackage(given, { kind: null, target: { file } }), versions('id:fill', 'id:view'))
      const report = await verify(file)
      expect(report).toMatchObject({ verified: true, against: 'rebuild', history: [], differences: [] })
      expect(titles(report)[0]).toBe('is brought to where the package begins: ok')
    })
  })

  test('is not, where it lacks what the changelog makes by then', async () => {
    await onLive(files, async ({ folder, context }) => {
      const file = join(folder, 'package.sql')
      await context((given) => buildPackage(given, { kind: null, target: { file } }), versions('id:fill', 'id:two'))
      const tree = String(files['root.sql']).replace('create table two (id int', 'create table two (id bigint')
      writeFileSync(join(folder, 'root.sql'), tree)
      const report = await context((given) => {
        const { settings } = given
        const allowing = { ...settings, package: { ...settings.package, allow: ['drift'] } }
        return verifyPackage({ ...given, settings: allowing }, { ...usual, file })
      })
      expect(report.verified).toBe(false)
      expect(report.differences).toMatchObject([{ kind: 'column', name: 'public.two.id', state: 'changed' }])
    })
  })

  test('that undoes is proved down, held against a build that never went further, and up again', async () => {
    await onLive(files, async ({ folder, context, verify }) => {
      const file = join(folder, 'rollback.sql')
      const version = parseVersion('id:fill')
      if (version === null) throw new Error('no version')
      await context((given) => buildRollback(given, { to: { kind: 'version', version }, target: { file } }))
      const report = await verify(file)
      expect(titles(report).slice(1)).toEqual([
        'runs: ok',
        'runs again: ok',
        'changes nothing when it runs again: ok',
        'leads back up: ok',
      ])
      expect(report).toMatchObject({ verified: true, against: 'rebuild', history: [], differences: [] })
    })
  })

  test('that was built to leave what it cannot undo says so beside what differs then', async () => {
    const rows = formatted(['one', 'create table one (id int);'], ['raw', 'do $$ begin create table made (); end $$;'])
    await onLive(rows, async ({ folder, context, verify }) => {
      const file = join(folder, 'rollback.sql')
      const to = { kind: 'count', count: 1 } as const
      await context((given) => buildRollback(given, { to, target: { file }, allowIrreversible: true }))
      const report = await verify(file)
      expect(report.verified).toBe(false)
      expect(report.differences).toMatchObject([{ name: 'public.made', state: 'extra' }])
      expect(report.notes).toEqual([
        'built with --allow-irreversible: what it cannot undo stays, and may show as a difference',
      ])
    })
  })

  test('that undoes too little is seen', async () => {
    const careless = {
      'root.sql': String(files['root.sql']).replace('drop table two;', 'comment on table two is null;'),
    }
    await onLive(careless, async ({ folder, context, verify }) => {
      const file = join(folder, 'rollback.sql')
      await context((given) => buildRollback(given, { to: { kind: 'count', count: 1 }, target: { file } }))
      const report = await verify(file)
      expect(report.verified).toBe(false)
      expect(report.differences.map(({ kind, name, state }) => `${state} ${kind} ${name}`)).toContain(
        'extra table public.two',
      )
    })
  })
})

test('without its database a package is held against the fingerprint that it tells', async () => {
  await onLive(files, async ({ folder, url, context }) => {
    const build = async (file: string) =>
      context((given) => buildPackage(given, { kind: 'deployed', target: { file }, fingerprint: true }))
    const [equal, other] = [join(folder, 'equal.sql'), join(folder, 'other.sql')]
    const { fingerprint } = await build(equal)
    await query(url, 'create table by_hand (id int)')
    await build(other)
    const alone = await compose(settingsIn(folder, files))
    const scratch = toTarget(inject('pgUrl'))
    const proved = await verifyPackage(alone, { ...usual, file: equal, scratch })
    expect(proved).toMatchObject({ verified: true, against: 'fingerprint' })
    expect(proved.fingerprint).toEqual({ expected: fingerprint?.sha256, found: fingerprint?.sha256 })
    const refused = await verifyPackage(alone, { ...usual, file: other, scratch })
    expect(refused.verified).toBe(false)
    expect(titles(refused).at(-1)).toBe('has the fingerprint of its source: failed')
  })
})

describe('a package of a whole changelog, without a database', () => {
  const scratch = toTarget(inject('pgUrl'))

  test('is run, and held against what it says of itself where no changelog is given', async () => {
    const folder = makeTree(files)
    const file = join(folder, 'package.sql')
    await buildPackage(await compose(settingsIn(folder, files)), { kind: 'offline', target: { file } })
    const alone = await compose(settingsIn(folder, files, { changelog: null }))
    const report = await verifyPackage(alone, { ...usual, file, scratch })
    expect(report).toMatchObject({ verified: true, against: 'package', fingerprint: { expected: null } })
  })

  test('is held against the changelog where that has the same changesets, and else against nothing', async () => {
    const folder = makeTree(files)
    const file = join(folder, 'package.sql')
    const context = await compose(settingsIn(folder, files))
    await buildPackage(context, { kind: 'offline', target: { file } })
    const verify = () => verifyPackage(context, { ...usual, file, scratch })
    expect(await verify()).toMatchObject({ verified: true, against: 'rebuild', differences: [] })
    const text = String(files['root.sql'])
    writeFileSync(join(folder, 'root.sql'), text.replace('create table two (id int', 'create table two (id bigint'))
    const differences = [{ kind: 'column', name: 'public.two.id', state: 'changed' }]
    expect(await verify()).toMatchObject({ verified: false, differences })
    writeFileSync(join(folder, 'root.sql'), `${text}\n--changeset me:later\nselect 1;\n`)
    const notes = [expect.stringContaining('has 1 changesets that the package lacks')]
    expect(await verify()).toMatchObject({ verified: true, against: 'package', notes })
  })
})
