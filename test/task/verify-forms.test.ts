import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { PackageKind } from '../../src/model/selection.ts'
import type { SplitBy } from '../../src/model/split.ts'
import { buildBundle } from '../../src/task/build-bundle.ts'
import { buildSplit } from '../../src/task/build-split.ts'
import { verifyPackage } from '../../src/task/verify-package.ts'
import { makeTree } from '../parse/tree.ts'
import { query } from '../support/database.ts'
import { type Files, formatted, settingsIn } from '../support/package.ts'
import { toTarget } from '../support/target.ts'
import { onLive, type Scene, titles, usual } from './on-live.ts'

const RAN = ['runs: ok', 'runs again: ok', 'changes nothing when it runs again: ok']

const files = formatted(
  ['one', 'create table one (id int primary key, old int);'],
  ['fill', 'insert into one values (1, 2), (2, 3);'],
  ['contract labels:contract', 'alter table one drop column old;'],
  ['view runOnChange:true', 'create or replace view v as select id from one;'],
  ['two', 'create table two (id int references one);'],
)

const byPhase: SplitBy = { kind: 'phase', afterDeploy: 'contract' }

async function split({ folder, context }: Scene, kind: PackageKind, by: SplitBy, fingerprint = false): Promise<string> {
  const out = join(folder, `parts-${kind}-${by.kind}`)
  await context((given) => buildSplit(given, { kind, by, folder: out, fingerprint }))
  return out
}

describe('a split package', () => {
  test('is run part after part as one package, and held against the live database, rows as well', async () => {
    await onLive(files, async (scene) => {
      const folder = await split(scene, 'deployed', { kind: 'size', maxBytes: 1 })
      const report = await scene.verify(folder, { data: true })
      expect(titles(report)).toEqual(RAN)
      expect(report.steps[0]?.detail).toBe('5 applied in 5 parts')
      expect(report).toMatchObject({ verified: true, form: 'split', against: 'database', history: [], differences: [] })
      expect(report.facts).toMatchObject({ kind: 'deployed', changesets: 5 })
      expect(report.sha256).toBe(sha256(readFileSync(join(folder, 'manifest.json'))))
      await query(scene.url, 'create index by_hand on one (id); delete from one where id = 2')
      const other = await scene.verify(join(folder, 'run.sql'), { data: true })
      expect(other.differences).toMatchObject([{ kind: 'index', name: 'public.by_hand', state: 'missing' }])
      expect(other.data?.unexpected).toMatchObject([
        { table: '"public"."one"', expected: { rows: 1 }, found: { rows: 2 } },
      ])
    })
  })

  test('may run later what is for after the deployment: the order of its parts is the one that counts', async () => {
    await onLive(files, async (scene) => {
      const report = await scene.verify(join(await split(scene, 'deployed', byPhase), 'manifest.json'))
      expect(report).toMatchObject({ verified: true, history: [] })
      expect(report.notes).toEqual([expect.stringContaining('1 changeset runs later than in the changelog')])
    })
  })

  test('of what a database lacks is run on top of what it has', async () => {
    await onLive(files, async (scene) => {
      const text = `${String(files['root.sql'])}\n--changeset me:three\ncreate table three (id int);\n`
      writeFileSync(join(scene.folder, 'root.sql'), text)
      const report = await scene.verify(await split(scene, 'pending', byPhase))
      expect(titles(report)).toEqual(['is brought to where the package begins: ok', ...RAN])
      expect(report).toMatchObject({ verified: true, against: 'rebuild' })
    })
  })

  test('is held against the fingerprint that it tells where its database is not given', async () => {
    await onLive(files, async (scene) => {
      const folder = await split(scene, 'deployed', byPhase, true)
      const alone = await compose(settingsIn(scene.folder, files, { changelog: null }))
      const report = await verifyPackage(alone, { ...usual, file: folder, scratch: toTarget(scene.url) })
      expect(report).toMatchObject({ verified: true, against: 'fingerprint' })
    })
  })

  test('with a part that was altered or is not there is not tried; one that does not run is named', async () => {
    await onLive(files, async (scene) => {
      const folder = await split(scene, 'deployed', byPhase)
      const part = join(folder, '004-after-deploy-ddl.sql')
      const text = readFileSync(part, 'utf8')
      writeFileSync(part, text.replace('drop column old', 'drop column odd'))
      await expect(scene.verify(folder)).rejects.toMatchObject({
        code: 'PACKAGE_ALTERED',
        message: expect.stringContaining('004-after-deploy-ddl.sql was changed after it was built: manifest.json says'),
      })
      const report = await scene.context((given) => {
        const allowing = { ...given.settings, package: { ...given.settings.package, allow: ['altered'] } }
        return verifyPackage({ ...given, settings: allowing }, { ...usual, file: folder })
      })
      expect(report.verified).toBe(false)
      expect(report.steps.at(-1)?.detail).toMatch(/^004-after-deploy-ddl\.sql: .*root\.sql::contract::me.*odd/)
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { parts: object[] }
      writeFileSync(part, text)
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, parts: manifest.parts.slice(0, 3) }))
      await expect(scene.verify(folder)).rejects.toThrow('run.sql runs 001-before-deploy-ddl.sql, 002-')
    })
  })
})

const mixed: Files = {
  'root.xml': `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
  <property name="size" value="20"/>
  <changeSet id="one" author="me" contextFilter="a,b"><createTable tableName="one">
    <column name="id" type="int"/><column name="name" type="varchar(\${size})"/></createTable></changeSet>
  <changeSet id="rows" author="me"><loadData file="rows.csv" tableName="one"/></changeSet>
  <changeSet id="file" author="me"><sqlFile path="file.sql"/></changeSet>
  <changeSet id="always" author="me" runAlways="true"><sql>select 1</sql></changeSet>
  <changeSet id="marked" author="me"><preConditions onFail="MARK_RAN"><tableExists tableName="none"/></preConditions>
    <loadData file="rows.csv" tableName="one"/></changeSet>
</databaseChangeLog>`,
  'rows.csv': 'id,name\n1,first\n2,second\n',
  'file.sql': 'create view v as select name from one;',
}

async function bundle({ folder, context }: Scene, kind: PackageKind, fingerprint = false): Promise<string> {
  const file = join(folder, `${kind}.xml`)
  await context((given) => buildBundle(given, { kind, target: { file }, fingerprint }))
  return file
}

describe('a Liquibase package', () => {
  test('is run as the changelog that it is, and held against the live database, rows as well', async () => {
    await onLive(mixed, async (scene) => {
      const report = await scene.verify(await bundle(scene, 'deployed'), { data: true })
      expect(titles(report)).toEqual(RAN)
      expect(report).toMatchObject({ form: 'liquibase', against: 'database', history: [], differences: [] })
      expect(report).toMatchObject({ verified: true, data: { unexpected: [] } })
      expect(report.notes).toEqual([expect.stringContaining("in Liquibase's place")])
    })
  })

  test('is not proved where rows, catalog or history of the live database are others', async () => {
    await onLive(mixed, async (scene) => {
      const file = await bundle(scene, 'deployed')
      await query(scene.url, "update one set name = 'x' where id = 1; comment on table one is 'by hand'")
      await query(scene.url, "update databasechangelog set md5sum = '9:0', contexts = 'c' where id = 'one'")
      await query(scene.url, "update databasechangelog set description = 'sql; sql' where id = 'file'")
      const report = await scene.verify(file, { data: true })
      expect(report.verified).toBe(false)
      expect(report.history.map(({ key, field }) => `${key.id} ${field}`)).toEqual([
        'one checksum',
        'one contexts',
        'file description',
      ])
      expect(report.differences).toMatchObject([{ kind: 'table', name: 'public.one', state: 'changed' }])
      expect(report.data?.unexpected).toMatchObject([{ table: '"public"."one"', columns: ['public.one.name'] }])
    })
  })

  test('of what a database lacks is run on top of what it has', async () => {
    await onLive(mixed, async (scene) => {
      const more =
        '<changeSet id="two" author="me"><createTable tableName="two"><column name="id" type="int"/></createTable></changeSet>'
      const text = String(mixed['root.xml']).replace('</databaseChangeLog>', `${more}</databaseChangeLog>`)
      writeFileSync(join(scene.folder, 'root.xml'), text)
      const report = await scene.verify(await bundle(scene, 'pending'))
      expect(titles(report)[0]).toBe('is brought to where the package begins: ok')
      expect(report).toMatchObject({ verified: true, against: 'rebuild', history: [], differences: [] })
    })
  })

  test('is held against its fingerprint without its database, and against the changelog without both', async () => {
    await onLive(mixed, async (scene) => {
      const scratch = toTarget(scene.url)
      const alone = await compose(settingsIn(scene.folder, mixed))
      const deployed = await bundle(scene, 'deployed', true)
      expect(await verifyPackage(alone, { ...usual, file: deployed, scratch })).toMatchObject({
        verified: true,
        against: 'fingerprint',
      })
      const offline = await bundle(scene, 'offline')
      const report = await verifyPackage(alone, { ...usual, file: offline, scratch, data: true })
      expect(report).toMatchObject({ verified: true, against: 'rebuild', history: [], differences: [] })
      expect(report.fingerprint.found).toBe(report.fingerprint.expected)
    })
  })

  test('that was altered is not tried', async () => {
    const folder = makeTree(mixed)
    const context = await compose(settingsIn(folder, mixed))
    const file = join(folder, 'bundle.xml')
    await buildBundle(context, { kind: 'offline', target: { file } })
    writeFileSync(file, readFileSync(file, 'utf8').replace('create view v', 'create view w'))
    const request = { ...usual, file, scratch: toTarget(inject('pgUrl')) }
    await expect(verifyPackage(context, request)).rejects.toMatchObject({ code: 'PACKAGE_ALTERED' })
    expect(dirname(file)).toBe(folder)
  })
})
