import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildDump } from '../interop/build-dump.ts'
import { makeTree } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump, historyRows } from '../support/dump.ts'
import { buildFrom, deploy, type Files, formatted } from '../support/package.ts'
import { buildBack, send } from '../support/rollback.ts'

const view = (columns: string) => `create or replace view v as select ${columns} from t;\n--rollback drop view v;`
const body = (value: string) =>
  `create or replace function f() returns int language sql as 'select ${value} -- it''s a $q$ \\ odd one';\n--rollback drop function f();`

const table: readonly [string, string] = ['table', 'create table t (a int);']
const first = formatted(
  table,
  ['view runOnChange:true', view('a')],
  ['function runOnChange:true splitStatements:false', body('1')],
  ['after', 'create table after_it (id int);'],
)
const second = formatted(
  table,
  ['view runOnChange:true', view('a, b')],
  ['function runOnChange:true splitStatements:false', body('2')],
  ['after', 'create table after_it (id int);'],
  ['column', 'alter table t add column b int;'],
  ['fresh runOnChange:true', 'create or replace view w as select 1;\n--rollback drop view w;'],
)
// What the new view needs comes first in its file.
const ordered: Files = {
  'root.sql': String(second['root.sql']).replace(
    /(--changeset me:view[\s\S]*?)(--changeset me:function[\s\S]*?)(--changeset me:after[\s\S]*?)(--changeset me:column[\s\S]*?)(?=--changeset me:fresh)/,
    '$2$3$4$1',
  ),
}

const at = { to: { kind: 'version', version: { kind: 'id', id: 'after', author: null, path: null } } } as const

test('what ran more than once is what it was before: object, row and place', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, first)
    const before = { dump: await dump(url), history: await historyRows(url) }
    const chain = makeTree({ 'v1.sql': (await buildFrom(first)).text })
    await deploy(url, ordered)
    const { text, manifest } = await buildBack(ordered, { url }, { ...at, chain: [chain] })
    expect(manifest.undoes.map(({ key, rollback }) => `${key.id} ${rollback}`)).toEqual([
      'fresh own',
      'view restored',
      'column proposed',
      'function restored',
    ])
    expect((await send(url, text)).errors).toEqual([])
    expect({ dump: await dump(url), history: await historyRows(url) }).toEqual(before)
    const again = await send(url, text)
    expect(again.notices.join('\n')).toContain('0 rolled back, 4 not here any more')
    expect({ dump: await dump(url), history: await historyRows(url) }).toEqual(before)
  })
})

test('what stood there as it stands now is not touched', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, first)
    const chain = makeTree({ 'v1.sql': (await buildFrom(first)).text })
    const later = formatted(
      table,
      ['view runOnChange:true', view('a')],
      ['always runAlways:true', 'select 1;\n--rollback empty'],
    )
    await deploy(url, formatted(['always runAlways:true', 'select 1;']))
    const files = {
      'root.sql': `${first['root.sql']}\n${String(later['root.sql']).replace(/^[\s\S]*(?=--changeset me:always)/, '')}`,
    }
    await query(
      url,
      "update databasechangelog set orderexecuted = 50, exectype = 'RERAN', dateexecuted = now() + interval '1 day' where id = 'view'",
    )
    const { text, manifest } = await buildBack(files, { url }, { ...at, chain: [chain] })
    expect(manifest.undoes.map(({ key, rollback }) => `${key.id} ${rollback}`)).toEqual(['view stays', 'always own'])
    expect((await send(url, text)).errors).toEqual([])
  })
})

test('without a package that has it, it goes as in Liquibase, with a warning', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, first)
    await deploy(url, ordered)
    const { manifest, text } = await buildBack(ordered, { url }, at)
    const told = manifest.warnings.filter(({ code }) => code === 'UNDONE_ALTOGETHER').map(({ message }) => message)
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('root.sql::view::me ran more than once on the source: it goes altogether')
    expect(text).toContain('-- NOTE              root.sql::view::me ran more than once')
    const unfit = makeTree({ 'v2.sql': (await buildFrom(ordered)).text })
    const other = await buildBack(ordered, { url }, { ...at, chain: [unfit] })
    expect(other.manifest.warnings.map(({ code }) => code)).toContain('CHAIN_UNFIT')
  })
})

test('a package that was changed is refused by name, and passed over in a folder', async () => {
  const folder = makeTree({ 'other.sql': 'select 1' })
  const changed = join(folder, 'changed.sql')
  writeFileSync(changed, (await buildFrom(first)).text.replace('select a', 'select 1'))
  await expect(buildBack(first, {}, { chain: [changed] })).rejects.toMatchObject({ code: 'PACKAGE_ALTERED' })
  const { manifest } = await buildBack(first, {}, { chain: [folder] })
  expect(manifest.warnings.filter(({ code }) => code === 'CHAIN_UNFIT')).toHaveLength(3)
  await expect(buildBack(first, {}, { chain: [join(folder, 'none.sql')] })).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  })
})

test('a package of a live database has no changesets that could be restored, which is told', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, first)
    const { file } = await buildDump('schema', url)
    const { manifest } = await buildBack(first, { url }, { chain: [file] })
    const told = manifest.warnings.filter(({ code }) => code === 'CHAIN_UNFIT').map(({ message }) => message)
    expect(told).toEqual([
      `--chain passes over a file: ${file} is a package of kind schema, which holds no changesets`,
      'no package of --chain stands at the version or before it: nothing can be restored',
    ])
  })
})
