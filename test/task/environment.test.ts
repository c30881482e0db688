import { describe, expect, test } from 'vitest'
import { formatDifference } from '../../src/model/package-path.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import {
  buildFrom,
  deploy,
  type Files,
  formatted,
  outcomes,
  runPackage,
  type Wishes,
  withSession,
} from '../support/package.ts'
import { toTarget } from '../support/target.ts'

const a = ['a', 'create table a (id int);'] as const
const b = ['b', 'create table b (id int);'] as const
const c = ['c', 'create table c (id int);'] as const
const view = (column: string) =>
  ['v runOnChange:true', `drop view if exists v; create view v as select id as ${column} from a;`] as const
const each = ['each runAlways:true', "select 'each time';"] as const
const files = formatted(a, view('one'), b, c, each)

function between(from: string, to: string, given: Files = files, wishes: Wishes = {}) {
  return buildFrom(given, { range: { kind: 'databases', from: toTarget(from), to: toTarget(to) }, ...wishes })
}

async function run(url: string, { text }: { readonly text: string }) {
  return withSession(url, (client) => runPackage(client, text))
}

/** Two databases, each deployed from its own files. */
async function withTwo(
  first: Files,
  second: Files,
  use: (first: string, second: string) => Promise<void>,
): Promise<void> {
  await withFreshDatabase(async (one) => {
    await withFreshDatabase(async (other) => {
      await deploy(one, first)
      await deploy(other, second)
      await use(one, other)
    })
  })
}

describe('a package of what one database has and another lacks', () => {
  test('brings the one to the other, and lists every row in which they differ', async () => {
    await withTwo(formatted(a, each), files, async (one, other) => {
      await query(other, "update databasechangelog set tag = 'v2' where id = 'a'")
      const built = await between(one, other)
      expect(built.manifest).toMatchObject({ kind: 'environment', warnings: [], allowed: [] })
      expect(built.manifest.changesets.map(({ key }) => key.id)).toEqual(['v', 'b', 'c', 'each'])
      const { path } = built.manifest
      expect(path?.from.version).toMatch(/^\S+@\S+:\d+\/t_\w+$/)
      expect(path?.differences.map(formatDifference)).toEqual([
        'root.sql::v::me: only in the second, order 2',
        'root.sql::b::me: only in the second, order 3',
        'root.sql::c::me: only in the second, order 4',
        'root.sql::a::me: tag none in the first, v2 in the second',
      ])
      expect(built.text).toContain('-- DIFFERS           root.sql::b::me: only in the second, order 3\n')
      expect((await run(one, built)).errors).toEqual([])
      expect(await outcomes(one)).toEqual({ a: 'EXECUTED', v: 'EXECUTED', b: 'EXECUTED', c: 'EXECUTED', each: 'RERAN' })
      expect((await run(one, built)).errors).toEqual([])
    })
  })

  test('runs on a target that stands where the first stands, and on no other', async () => {
    await withTwo(formatted(a), formatted(a, b), async (one, other) => {
      const built = await between(one, other, formatted(a, b))
      await withFreshDatabase(async (target) => {
        expect((await run(target, built)).errors[0]).toMatchObject({ detail: 'lacks: root.sql::a::me' })
        await deploy(target, formatted(a))
        expect((await run(target, built)).errors).toEqual([])
      })
    })
  })

  test('runs again what may change and did', async () => {
    await withTwo(formatted(a, view('one')), formatted(a, view('two')), async (one, other) => {
      const built = await between(one, other, formatted(a, view('two')))
      expect(built.manifest.path?.differences).toMatchObject([{ kind: 'differs', field: 'checksum', diverges: false }])
      expect((await run(one, built)).errors).toEqual([])
      expect(await query(one, 'select two from v')).toEqual([])
      expect(await outcomes(one)).toEqual({ a: 'EXECUTED', v: 'RERAN' })
    })
  })

  test('is refused where the first has what the second lacks, or ran something else, unless that was allowed', async () => {
    const other = ['a', 'create table a (id bigint);'] as const
    await withTwo(formatted(a, c), formatted(other, b), async (one, two) => {
      const given = formatted(other, b, c)
      await expect(between(one, two, given)).rejects.toMatchObject({
        exitCode: 3,
        complaints: [
          {
            code: 'ENVIRONMENTS_DIVERGED',
            message: expect.stringMatching(
              /^the two databases have diverged at changeset root\.sql::c::me: \S+ has it \(order 2\), \S+ does not$/,
            ),
          },
          {
            code: 'ENVIRONMENTS_DIVERGED',
            message: expect.stringMatching(/changeset root\.sql::a::me: checksum 9:\w+ on \S+, 9:\w+ on \S+$/),
          },
        ],
      })
      const built = await between(one, two, given, { package: { allow: ['diverged'] } })
      expect(built.manifest).toMatchObject({ allowed: ['diverged'], changesets: [{ key: { id: 'b' } }] })
      expect(built.text).toMatch(/--allow diverged: left alone: root\.sql::c::me, /)
      expect((await run(one, built)).errors).toEqual([])
      expect(await outcomes(one)).toEqual({ a: 'EXECUTED', c: 'EXECUTED', b: 'EXECUTED' })
    })
  })

  test('is empty, and says so, where nothing is lacking', async () => {
    await withTwo(formatted(a, b), formatted(a), async (one, other) => {
      const built = await between(other, other, formatted(a))
      expect(built.manifest).toMatchObject({ changesets: [], warnings: [{ code: 'PACKAGE_EMPTY' }] })
      expect((await run(other, built)).errors).toEqual([])
      await expect(between(one, other, formatted(a, b))).rejects.toMatchObject({ code: 'ENVIRONMENTS_DIVERGED' })
    })
  })

  test('begins at nothing where the first database is empty; the second must have a history', async () => {
    await withFreshDatabase(async (empty) => {
      await withFreshDatabase(async (full) => {
        await deploy(full, formatted(a, b))
        const built = await between(empty, full, formatted(a, b))
        expect((await run(empty, built)).errors).toEqual([])
        await withFreshDatabase(async (another) => {
          await expect(between(full, another)).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' })
        })
      })
    })
  })
})
