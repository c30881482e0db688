import { describe, expect, test } from 'vitest'
import type { PackageRange } from '../../src/model/settings.ts'
import { parseVersion } from '../../src/model/version.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import {
  type Built,
  buildFrom,
  deploy,
  type Files,
  formatted,
  outcomes,
  runPackage,
  tablesOf,
  type Wishes,
  withSession,
} from '../support/package.ts'

const changesets = [
  ['a', 'create table a (id int);'],
  ['b', 'create table b (id int);'],
  ['c', 'create table c (id int);'],
  ['d', 'create table d (id int);'],
  ['e', 'create table e (id int);'],
] as const
const all = formatted(...changesets)

function range(from: string | null, to: string | null): PackageRange {
  const read = (text: string | null) => (text === null ? null : parseVersion(text))
  return { kind: 'versions', from: read(from), to: read(to) }
}

/** Five changesets in three deployments, tagged after each. */
async function withSource(use: (url: string) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    for (const [count, tag] of [
      [2, 'v1'],
      [4, 'v2'],
      [5, 'v3'],
    ] as const) {
      await deploy(url, formatted(...changesets.slice(0, count)))
      await query(url, 'update databasechangelog set tag = $1 where orderexecuted = $2', [tag, count])
    }
    await use(url)
  })
}

async function run(url: string, { text }: Pick<Built, 'text'>) {
  return withSession(url, (client) => runPackage(client, text))
}

function build(
  url: string | undefined,
  from: string | null,
  to: string | null,
  wishes: Wishes = {},
  files: Files = all,
) {
  return buildFrom(files, { ...(url === undefined ? {} : { url }), range: range(from, to), ...wishes })
}

const keysOf = ({ manifest }: Built) => manifest.changesets.map(({ key }) => key.id).join('')

describe('a package between two versions of a history', () => {
  test('holds what ran between them, and names the way', async () => {
    await withSource(async (source) => {
      const cases: readonly [string | null, string | null, string][] = [
        ['v1', 'v2', 'cd'],
        ['tag:V1', 'order:5', 'cde'],
        ['v2', null, 'e'],
        [null, 'v1', 'ab'],
        ['id:b', 'id:c::me::root.sql', 'c'],
        ['order:0', 'order:1', 'a'],
        ['date:2020-01-01', 'v1', 'ab'],
      ]
      for (const [from, to, expected] of cases)
        expect(keysOf(await build(source, from, to)), `${from} ${to}`).toBe(expected)
      const { manifest, text, decisions } = await build(source, 'v1', null)
      expect(manifest).toMatchObject({
        kind: 'incremental',
        path: {
          from: { version: 'tag:v1', changesets: 2, last: { order: 2, tag: 'v1', key: { id: 'b' } } },
          to: { version: 'the newest', changesets: 5, last: { order: 5, tag: 'v3', key: { id: 'e' } } },
          steps: [
            { changesets: 2, tags: ['v2'] },
            { changesets: 1, tags: ['v3'] },
          ],
        },
      })
      expect(text).toMatch(
        /^-- FROM {14}tag:v1 = order 2, root\.sql::b::me, .*, deployment \d{10}, tag v1 \(2 changesets\)$/m,
      )
      expect(text).toMatch(/^-- STEP 1 {12}deployment \d{10}, .*, 2 changesets, tags v2$/m)
      expect(text).toMatch(/^-- TO {16}the newest = order 5, .*\(5 changesets\)$/m)
      expect(decisions['a']).toEqual({ verdict: 'skip', because: 'before-version', detail: 'ran as number 1' })
    })
  })

  test('runs on a target that stands at the first, also after it broke off, and a second time without doing anything', async () => {
    await withSource(async (source) => {
      const built = await build(source, 'v1', 'v3')
      await withFreshDatabase(async (target) => {
        await deploy(target, formatted(...changesets.slice(0, 2)))
        await query(target, 'create table d (id int)')
        const broken = await run(target, built)
        expect(broken.errors[0]?.message).toContain('relation "d" already exists')
        await query(target, 'drop table d')
        expect((await run(target, built)).errors).toEqual([])
        expect(Object.keys(await outcomes(target)).join('')).toBe('abcde')
        const again = await run(target, built)
        expect(again.errors).toEqual([])
        expect(again.notices.join('\n')).toContain('0 of 3 changesets to run, 3 already here')
      })
    })
  })

  test('refuses a target before its beginning, and says where that stands and what it lacks', async () => {
    await withSource(async (source) => {
      const built = await build(source, 'v2', 'v3')
      await withFreshDatabase(async (target) => {
        const empty = await run(target, built)
        expect(empty.errors[0]).toMatchObject({
          message: expect.stringContaining(
            'does not stand where the package begins, at tag:v2: nothing has run on it, lacks 4 of the 4 changesets that ran there, and has 0 others',
          ),
          detail: ['a', 'b', 'c', 'd'].map((id) => `lacks: root.sql::${id}::me`).join('\n'),
        })
        expect(await tablesOf(target)).toEqual([])
        await deploy(target, formatted(...changesets.slice(0, 3)))
        await query(target, "update databasechangelog set tag = 'x' where id = 'b'")
        expect((await run(target, built)).errors[0]).toMatchObject({
          message: expect.stringContaining(
            'it stands at order 3 (root.sql::c::me, behind tag x of order 2), lacks 1 of the 4 changesets that ran there, and has 0 others',
          ),
          detail: 'lacks: root.sql::d::me',
        })
      })
    })
  })

  test('refuses a target that has more, of the source or of others, unless that was allowed', async () => {
    await withSource(async (source) => {
      const built = await build(source, 'v1', 'v2')
      const loose = await build(source, 'v1', 'v2', { package: { allow: ['extra-history'] } })
      expect(loose.manifest.allowed).toEqual(['extra-history'])
      expect(loose.text).toContain('--allow extra-history: ')
      await withFreshDatabase(async (target) => {
        await deploy(target, formatted(...changesets.slice(0, 2), ['foreign', 'select 1;']))
        await query(target, "update databasechangelog set tag = 'theirs' where id = 'foreign'")
        const { errors } = await run(target, built)
        expect(errors[0]).toMatchObject({
          message: expect.stringContaining(
            'it stands at order 3 (root.sql::foreign::me, tag theirs), lacks 0 of the 2',
          ),
          detail: 'has more: root.sql::foreign::me (order 3)',
          hint: expect.stringContaining('--allow extra-history'),
        })
        expect(await tablesOf(target)).toEqual(['a', 'b'])
        expect((await run(target, loose)).errors).toEqual([])
      })
      await withFreshDatabase(async (target) => {
        await deploy(target, all)
        expect((await run(target, built)).errors[0]).toMatchObject({ detail: 'has more: root.sql::e::me (order 5)' })
      })
    })
  })

  test('may be one transaction: all of it or nothing', async () => {
    await withSource(async (source) => {
      const built = await build(source, 'v1', 'v3', { package: { transaction: 'single' } })
      await withFreshDatabase(async (target) => {
        await deploy(target, formatted(...changesets.slice(0, 1)))
        expect((await run(target, built)).errors[0]).toMatchObject({ detail: 'lacks: root.sql::b::me' })
        await deploy(target, formatted(...changesets.slice(0, 2)))
        expect((await run(target, built)).errors).toEqual([])
        expect(Object.keys(await outcomes(target)).join('')).toBe('abcde')
      })
    })
  })

  test('that leads nowhere is a package that does nothing and says so', async () => {
    await withSource(async (source) => {
      const built = await build(source, 'v2', 'order:4')
      expect(built.manifest.warnings).toMatchObject([{ code: 'PACKAGE_EMPTY' }])
      expect(built.text).toContain('nothing ran between tag:v2 and order:4; the package does nothing')
      await withFreshDatabase(async (target) => {
        await deploy(target, formatted(...changesets.slice(0, 4)))
        expect((await run(target, built)).errors).toEqual([])
        expect(Object.keys(await outcomes(target)).join('')).toBe('abcd')
      })
    })
  })

  test.each([
    ['v2', 'v1', 'RANGE_INVALID', 'tag:v2 is after tag:v1: 2 changesets ran between them, root.sql::c::me first'],
    ['v8', 'v9', 'VERSION_NOT_FOUND', 'has no tag:v8'],
  ])('is refused from %s to %s', async (from, to, code, message) => {
    await withSource(async (source) => {
      await expect(build(source, from, to)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    })
  })

  test('asks only of what it holds that it fits the files', async () => {
    await withSource(async (source) => {
      const edited = formatted(['b', 'create table b (id bigint);'], ...changesets.slice(2))
      expect(keysOf(await build(source, 'v1', 'v2', {}, edited))).toBe('cd')
      const loose = await build(source, 'v1', 'v2', { package: { allow: ['missing'] } }, edited)
      expect(loose.text).toContain('--allow missing: in no changelog file, not asked of the target: root.sql::a::me')
      await withFreshDatabase(async (target) => {
        await deploy(target, formatted(changesets[1]))
        await query(
          target,
          "insert into databasechangelog select '1', 'liquibase', 'liquibase-internal', now(), 0, 'EXECUTED'",
        )
        expect((await run(target, loose)).errors).toEqual([])
      })
      await expect(build(source, null, 'v2', {}, edited)).rejects.toMatchObject({
        complaints: [{ code: 'CHECKSUM_DRIFT' }, { code: 'CHANGESET_MISSING' }],
      })
    })
  })
})

describe('a package on the way of which something is run again', () => {
  const view = (text: string) => ['v runOnChange:true', `create or replace view v as select ${text} as n;`] as const
  const each = ['each runAlways:true', "select 'each time';"] as const
  const late = ['late', 'select 1;'] as const
  const [a, b] = changesets

  /** The view changes, and what runs always runs, long behind the second version: their entries stand there since. */
  async function withMoved(use: (url: string) => Promise<void>): Promise<void> {
    await withFreshDatabase(async (url) => {
      for (const files of [
        formatted(a, view('1'), each),
        formatted(a, view('1'), each, b),
        formatted(a, view('2'), each, b, late),
      ]) {
        await deploy(url, files)
      }
      await query(url, "update databasechangelog set tag = id where id in ('a', 'b')")
      await use(url)
    })
  }

  test('holds what an update would run again, although its entry stands behind the end', async () => {
    await withMoved(async (source) => {
      const files = formatted(a, view('2'), each, b, late)
      const built = await build(source, 'a', 'b', {}, files)
      expect(built.manifest.changesets.map(({ key }) => key.id)).toEqual(['v', 'each', 'b'])
      expect(built.manifest.path?.again.map(({ id }) => id)).toEqual(['v', 'each'])
      expect(built.text).toMatch(/^-- RUN AGAIN {9}root\.sql::v::me$/m)
      await withFreshDatabase(async (target) => {
        await deploy(target, formatted(a, view('1'), each))
        expect((await run(target, built)).errors).toEqual([])
        expect(await outcomes(target)).toEqual({ a: 'EXECUTED', v: 'RERAN', each: 'RERAN', b: 'EXECUTED' })
        expect(await query(target, 'select n from v')).toEqual([{ n: 2 }])
      })
    })
  })

  test('says so where nothing else lies between', async () => {
    await withMoved(async (source) => {
      const built = await build(source, 'id:late', null, {}, formatted(a, view('2'), each, b, late))
      expect(built.manifest.warnings.map(({ message }) => message)).toEqual([
        'nothing ran between id:late and the newest; the package only runs again what an update always runs: 1',
      ])
    })
  })
})

describe('a package between two points of a changelog', () => {
  const tagged = formatted(
    ['a', 'create table a (id int);'],
    ['always runAlways:true', "select 'each time';"],
    ['maybe failOnError:false', 'select 1;'],
    ['b', 'create table b (id int);'],
  )

  test('needs no database', async () => {
    expect(keysOf(await build(undefined, 'id:b', 'order:4'))).toBe('cd')
    expect(keysOf(await build(undefined, null, null))).toBe('abcde')
  })

  test.each(['date:2026-01-01', 'deployment:1'])('cannot begin at %s: only a history knows that', async (version) => {
    await expect(build(undefined, version, null)).rejects.toMatchObject({
      code: 'DATABASE_REQUIRED',
      message: expect.stringContaining(`--from ${version}, which a changelog cannot tell, needs a database`),
    })
  })

  test('runs again on the way what an update runs again, and takes a target whose failed changesets left no row', async () => {
    const built = await build(undefined, 'id:maybe', null, {}, tagged)
    expect(built.manifest.changesets.map(({ key }) => key.id)).toEqual(['always', 'b'])
    await withFreshDatabase(async (target) => {
      await deploy(target, tagged)
      await query(target, "delete from databasechangelog where id in ('maybe', 'b'); drop table b")
      expect((await run(target, built)).errors).toEqual([])
      expect(await outcomes(target)).toEqual({ a: 'EXECUTED', always: 'RERAN', b: 'EXECUTED' })
    })
  })
})
