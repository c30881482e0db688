import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { sha256 } from '../../src/kit/digest.ts'
import { buildPackage } from '../../src/task/build-package.ts'
import { makeTree, xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import {
  buildFrom,
  deploy,
  type Files,
  formatted,
  runPackage,
  settingsIn,
  withContext,
  withSession,
} from '../support/package.ts'

const files: Files = {
  'root.xml': xml(`<include file="a.sql"/>
<changeSet id="é" author="me"><sqlFile path="f.txt"/><comment>it's</comment></changeSet>
<changeSet id="v" author="me" runInTransaction="false"><sql>create index concurrently i on a (id)</sql></changeSet>`),
  'a.sql':
    '--liquibase formatted sql\n--changeset me:a\ncreate table a (id int);\n--changeset me:b context:never\nselect 1;\n',
  'f.txt': 'create table f (id int);\n',
  'unused.txt': 'x',
}

describe('a manifest', () => {
  test('gives the digest and size of the file, and cuts out each section exactly', async () => {
    const { file, manifest } = await buildFrom(files)
    const bytes = readFileSync(file)
    expect(manifest).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes), kind: 'offline', allowed: [] })
    const sections = manifest.changesets.map((one) => bytes.subarray(one.start, one.end).toString())
    expect(manifest.changesets.map((one) => `${one.source}:${one.line} ${one.transaction}`)).toEqual([
      'a.sql:2 own',
      'a.sql:4 own',
      'root.xml:3 own',
      'root.xml:4 none',
    ])
    for (const [at, section] of sections.entries()) {
      const one = manifest.changesets[at]
      expect(section).toMatch(/^\n-- === FILE: .* of 4 ===\n/)
      expect(section.match(/^-- dvm:changeset /gm)).toHaveLength(1)
      expect(section).toContain(`"id":"${one?.key.id}"`)
      expect(section).toContain(`checksum: ${one?.checksum}`)
      expect(bytes.subarray(0, one?.start).toString().split('\n')).toHaveLength(one?.firstLine ?? 0)
    }
    expect(sections.join('').length).toBeGreaterThan(0)
    expect(bytes.subarray(manifest.changesets.at(-1)?.end).toString()).toMatch(/^\n-- === END: /)
  })

  test('gives the digest of every file that went in, and of no other', async () => {
    const { manifest } = await buildFrom(files)
    const expected = ['a.sql', 'f.txt', 'root.xml'].map((path) => {
      const bytes = Buffer.from(files[path] ?? '')
      return { path, bytes: bytes.length, sha256: sha256(bytes) }
    })
    expect([...manifest.sources].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(expected)
  })

  test('says what was allowed, and so does the header', async () => {
    await withFreshDatabase(async (url) => {
      const before = formatted(['a', 'create table a (id int);'], ['b', 'select 1;'], ['c', 'select 2;'])
      await deploy(url, before)
      await query(url, "insert into databasechangelog select * from databasechangelog where id = 'c'")
      const now = formatted(['a', 'create table a (id bigint);'], ['c', 'select 2;'])
      const refused = buildFrom(now, { url })
      await expect(refused).rejects.toMatchObject({
        complaints: [{ code: 'CHECKSUM_DRIFT' }, { code: 'CHANGESET_MISSING' }, { code: 'HISTORY_REPEATED' }],
      })
      const allow = ['drift', 'missing', 'repeated']
      const { manifest, text: sql } = await buildFrom(now, { url, package: { allow } })
      expect([...manifest.allowed].sort()).toEqual(['drift', 'missing', 'repeated'])
      expect(manifest.changesets.map((one) => one.key.id)).toEqual(['a', 'c'])
      expect(sql.match(/^-- NOTE +--allow .*$/gm)).toEqual([
        expect.stringMatching(/--allow drift: .*root\.sql::a::me/),
        expect.stringMatching(/--allow missing: .*root\.sql::b::me/),
        expect.stringMatching(/--allow repeated: .*2 times.*root\.sql::c::me/),
      ])
    })
  })
})

test.each(['offline', 'pending'] as const)(
  'a package of kind %s says that statements are not guarded',
  async (kind) => {
    await withFreshDatabase(async (url) => {
      const loose = formatted(['a runInTransaction:false', 'create database d;'])
      const { manifest, text: sql } = await buildFrom(loose, { url, package: { kind, allow: ['unguarded-statement'] } })
      expect(manifest.allowed).toEqual(['unguarded-statement'])
      expect(sql).toMatch(/^-- NOTE +--allow unguarded-statement: /m)
    })
  },
)

describe('a build', () => {
  test('gives the same bytes for the same input, wherever it stands', async () => {
    const [first, second] = [await buildFrom(files), await buildFrom(files)]
    expect(second.folder).not.toBe(first.folder)
    expect(second.text).toBe(first.text)
    expect(second.manifest).toEqual(first.manifest)
    expect(first.text).toContain('Generated at:     2026-01-02T03:04:05.000Z')
    expect(first.text).not.toContain(first.folder)
  })

  test('gives the same bytes for the same database', async () => {
    await withFreshDatabase(async (url) => {
      const plain = formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);'])
      await deploy(url, plain)
      const [first, second] = [await buildFrom(plain, { url }), await buildFrom(plain, { url })]
      expect(second.text).toBe(first.text)
      expect(first.manifest.kind).toBe('deployed')
    })
  })

  test('takes its time from SOURCE_DATE_EPOCH, or from --generated-at before it', async () => {
    const folder = makeTree(files)
    const build = async (name: string, ...more: string[]): Promise<string> => {
      const out = join(folder, name)
      const args = ['package', 'sql', '--changelog', 'root.xml', '--search-path', folder, '--out', out, ...more]
      expect(await dvm(args, { env: { SOURCE_DATE_EPOCH: '1700000000' } })).toMatchObject({ code: 0 })
      return readFileSync(out, 'utf8')
    }
    const [first, second] = [await build('1.sql'), await build('2.sql')]
    expect(second).toBe(first)
    expect(first).toContain('2023-11-14T22:13:20')
    expect(await build('3.sql', '--generated-at', '2026-01-02T03:04:05Z')).toContain('2026-01-02T03:04:05')
  })

  test('sends the same bytes down a stream, and keeps none of them', async () => {
    const folder = makeTree(files)
    const context = await compose(settingsIn(folder, files))
    const stream = new PassThrough()
    const received = text(stream)
    const manifest = await buildPackage(context, { kind: 'offline', target: { stream } })
    stream.end()
    expect(await received).toBe((await buildFrom(files)).text)
    expect(sha256(await received)).toBe(manifest.sha256)
    expect(readdirSync(join(folder, '.dvm', 'staging'))).toEqual([])
  })

  test('sends nothing down a stream and leaves nothing when it fails', async () => {
    const broken = formatted(['a', 'select 1;'], ['b', "select 'x"])
    const folder = makeTree(broken)
    const context = await compose(settingsIn(folder, broken))
    const stream = new PassThrough()
    const build = buildPackage(context, { kind: null, target: { stream } })
    await expect(build).rejects.toMatchObject({ code: 'SQL_UNTERMINATED' })
    expect(stream.readableLength).toBe(0)
    expect(existsSync(join(folder, '.dvm', 'staging')) ? readdirSync(join(folder, '.dvm', 'staging')) : []).toEqual([])
  })

  test('without a database is offline; other kinds need one', async () => {
    expect((await buildFrom(files)).manifest.kind).toBe('offline')
    for (const kind of ['deployed', 'pending'] as const) {
      await expect(buildFrom(files, { package: { kind } })).rejects.toMatchObject({ code: 'DATABASE_REQUIRED' })
    }
  })

  test('of what a database without history deployed is refused', async () => {
    await withFreshDatabase(async (url) => {
      await expect(buildFrom(files, { url })).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' })
      await expect(
        withContext(files, { url, changelog: null }, async (context) =>
          buildPackage(context, {
            kind: 'pending',
            target: { file: '/nowhere' },
          }),
        ),
      ).rejects.toMatchObject({ code: 'SETTING_MISSING' })
    })
  })
})

test('each changeset is told with the reason why it is in or out', async () => {
  const told = {
    'root.xml': xml(`<changeSet id="in" author="me"><sql>select 1</sql></changeSet>
<changeSet id="dbms" author="me" dbms="oracle"><sql>x</sql></changeSet>
<changeSet id="ignored" author="me" ignore="true"><sql>x</sql></changeSet>
<changeSet id="context" author="me" context="prod"><sql>x</sql></changeSet>
<changeSet id="label" author="me" labels="slow"><sql>x</sql></changeSet>
<changeSet id="always" author="me" runAlways="true"><sql>select 1</sql></changeSet>
<changeSet id="change" author="me" runOnChange="true"><sql>select 1</sql></changeSet>`),
  }
  const filters = { contexts: ['test'], labelFilter: '!slow' }
  const offline = await buildFrom(told, filters)
  expect(Object.fromEntries(Object.entries(offline.decisions).map(([id, one]) => [id, one.because]))).toEqual({
    in: 'whole-changelog',
    dbms: 'dbms-mismatch',
    ignored: 'ignored',
    context: 'context-mismatch',
    label: 'label-mismatch',
    always: 'whole-changelog',
    change: 'whole-changelog',
  })
  await withFreshDatabase(async (url) => {
    await deploy(url, told, filters)
    const changed = { 'root.xml': told['root.xml'].replace(/(id="change".*)select 1/, '$1select 2') }
    const { decisions } = await buildFrom(changed, { ...filters, url, package: { kind: 'pending' } })
    expect(decisions).toMatchObject({
      in: { verdict: 'skip', because: 'already-ran', detail: 'ran as number 1' },
      always: { verdict: 'include', because: 'runs-always' },
      change: { verdict: 'include', because: 'checksum-changed' },
      context: { detail: 'context "prod" does not match test' },
      label: { detail: 'labels "slow" do not match "!slow"' },
    })
    const deployed = await buildFrom(told, { url })
    expect(deployed.decisions['context']).toMatchObject({ verdict: 'skip', because: 'not-run-on-source' })
  })
})

test('a pending package asks its target for what ran under other contexts, too, and does not judge it', async () => {
  await withFreshDatabase(async (url) => {
    const files = formatted(['t context:test', 'create table t (id int);'], ['p', 'create table p (id int);'])
    await deploy(url, formatted(['t context:test', 'create table t (id int);']))
    await query(url, "update databasechangelog set md5sum = '9:00000000000000000000000000000000'")
    const { text: sql, manifest } = await buildFrom(files, { url, contexts: ['prod'], package: { kind: 'pending' } })
    expect(manifest.changesets.map((one) => one.key.id)).toEqual(['p'])
    await withFreshDatabase(async (other) => {
      const { errors } = await withSession(other, (client) => runPackage(client, sql))
      expect(errors[0]).toMatchObject({ detail: 'lacks: root.sql::t::me' })
    })
  })
})
