import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, query, withFreshDatabase } from '../support/database.ts'
import { dump, historyRows } from '../support/dump.ts'
import { runPackage, withSession } from '../support/package.ts'
import { psql } from '../support/psql.ts'
import { cleanEnvironment, runProcess } from '../support/run-process.ts'
import { buildDump, type Dumped } from './build-dump.ts'
import { dropReader, makeSource, reader, withoutReader } from './dump-source.ts'

let source: FreshDatabase
beforeAll(async () => {
  source = await makeSource()
})
afterAll(async () => {
  const admin = source.url.replace(/\/[^/]*$/, '/postgres')
  await source.drop()
  await dropReader(admin)
})

const LARGE_OBJECTS =
  "select loid::text || ':' || md5(string_agg(data, '' order by pageno)) as lo from pg_largeobject group by loid"
const LOCK = 'select id, locked, lockedby from databasechangeloglock'
const FREE = [{ id: 1, locked: false, lockedby: null }]

/** Everything there is but the two Liquibase tables' own rows; the blanks of generated statements too. */
async function expectSame(target: string): Promise<void> {
  const [theirs, ours] = [await dump(source.url), await dump(target)]
  expect(ours.schema).toBe(theirs.schema)
  expect(ours.data).toBe(theirs.data)
  expect(await query(target, LARGE_OBJECTS)).toEqual(await query(source.url, LARGE_OBJECTS))
}

async function run(target: string, { file }: Dumped): Promise<void> {
  const result = await psql(target, file)
  expect(result.stderr).not.toMatch(/ERROR|FATAL|invalid command/)
  expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('is complete: ') })
}

/** Without large objects, which are rows. */
async function definitions(url: string): Promise<string> {
  const { stdout } = await runProcess('pg_dump', ['-s', '-d', url], { env: cleanEnvironment() })
  return stdout.replace(/^\\(un)?restrict .*$/gm, '')
}

/** Everything a client that goes on after errors is told. */
function send(target: string, text: string): ReturnType<typeof runPackage> {
  return withSession(target, (client) => runPackage(client, Buffer.from(text, 'latin1').toString()))
}

describe('a package of kind full', () => {
  test.each(['single', 'none'] as const)('makes the same database with psql, transaction %s', (transaction) =>
    withFreshDatabase(async (target) => {
      const built = await buildDump('full', source.url, { transaction })
      await run(target, built)
      await expectSame(target)
      expect(await historyRows(target)).toEqual(await historyRows(source.url))
      // Whoever held the lock of the source is nobody here.
      expect(await query(target, LOCK)).toEqual(FREE)
      expect(built.manifest).toMatchObject({ kind: 'full', client: 'psql', version: { changesets: 3, lastTag: 'v1' } })
      expect(built.manifest.objects).toMatchObject({ table: 11, 'event trigger': 1, 'large object': 1, policy: 1 })
      expect(built.manifest.warnings.map(({ code }) => code)).toEqual(['LOCK_HELD'])
    }),
  )

  test('has rows for any client with --inserts, and leaves nothing in its session', () =>
    withFreshDatabase(async (target) => {
      const { text } = await buildDump('full', source.url, { rowsPerInsert: 2 })
      await withSession(target, async (client) => {
        // PL/pgSQL brings settings of its own when it is first used.
        await client.query('do $$ begin end $$')
        const before = await client.query('show all')
        const { errors } = await runPackage(client, Buffer.from(text, 'latin1').toString())
        expect(errors).toEqual([])
        expect((await client.query('show all')).rows).toEqual(before.rows)
      })
      await expectSame(target)
    }))

  test('leaves out what it is told to, with what belongs to it, and nothing else', () =>
    withFreshDatabase(async (target) => {
      const wishes = { functions: false, indexes: false, excludeTableData: ['u', '"Odd; Type: TABLE; Schema: x".*'] }
      const built = await buildDump('full', source.url, { ...wishes, excludeTables: ['app.pt*'], history: false })
      await run(target, built)
      const [counts] = await query(
        target,
        `select (select count(*)::int from pg_proc where pronamespace = 'app'::regnamespace and prokind <> 'f') as routines,
           (select count(*)::int from pg_trigger where not tgisinternal) as triggers, (select count(*)::int from app.u) as u,
           (select count(*)::int from app.t) as t, (select count(*)::int from databasechangelog) as history,
           to_regclass('app.u_x') as index, to_regclass('app.pt') as pt, to_regclass('app.t_pkey')::text as key`,
      )
      expect(counts).toEqual({
        routines: 0,
        triggers: 0,
        u: 0,
        t: 3,
        history: 0,
        index: null,
        pt: null,
        key: 'app.t_pkey',
      })
      expect(built.manifest.leftOut).toContain('trigger tr on table app.u')
      expect(built.manifest.leftOut).toContain('rows of app.u')
    }))
})

describe('a package of kind schema', () => {
  test('makes the same definitions and history in any client, and refuses to do it twice', () =>
    withFreshDatabase(async (target) => {
      const { text, manifest } = await buildDump('schema', source.url)
      expect(text).not.toMatch(/^\\(set|restrict|unrestrict)/m)
      expect((await send(target, text)).errors).toEqual([])
      expect(await definitions(target)).toBe(await definitions(source.url))
      expect(await historyRows(target)).toEqual(await historyRows(source.url))
      expect(await query(target, LOCK)).toEqual(FREE)
      expect(await query(target, 'select count(*)::int as n from app.t')).toEqual([{ n: 0 }])
      expect(manifest).toMatchObject({ kind: 'schema', client: 'any', transaction: 'single' })
      const { errors } = await send(target, text)
      expect(errors.map(({ message }) => message)).toEqual([
        'this target is not empty',
        expect.stringContaining('did not complete'),
      ])
      expect(errors[0]?.detail).toContain('table ')
    }))

  test('takes single schemas, and says what they need of others', () =>
    withFreshDatabase(async (target) => {
      await query(source.url, 'CREATE VIEW "Odd; Type: TABLE; Schema: x".v AS SELECT * FROM app.t')
      try {
        await run(target, await buildDump('schema', source.url, { schemas: ['app,public'], privileges: false }))
        const { manifest } = await buildDump('schema', source.url, { schemas: ['"Odd; Type: TABLE; Schema: x"'] })
        const messages = manifest.warnings.map(({ message }) => message)
        expect(messages).toContainEqual(
          expect.stringMatching(/v needs table app\.t, which is in no schema that is taken/),
        )
        expect(messages).toContainEqual(expect.stringContaining('the target will have no history'))
      } finally {
        await query(source.url, 'DROP VIEW "Odd; Type: TABLE; Schema: x".v')
      }
    }))

  test('loses no row in silence, and undoes everything where the count is wrong', () =>
    withFreshDatabase(async (target) => {
      const { text } = await buildDump('full', source.url, { rowsPerInsert: 100 })
      const changed = text.replace(/INSERT INTO app\.child VALUES[^;]*;/, '').replace("('view', 1)", "('view', 2)")
      const { errors } = await send(target, changed)
      expect(errors[0]).toMatchObject({
        message: 'the target does not hold what the package made',
        detail: 'view: 2 expected, 1 found',
      })
      const rowless = await send(target, text.replace(/INSERT INTO app\.child VALUES[^;]*;/, ''))
      expect(rowless.errors[0]).toMatchObject({ message: 'the rows of app.child did not arrive' })
      expect(await query(target, "select from pg_namespace where nspname = 'app'")).toEqual([])
    }))
})

describe('a target that does not fit is refused before anything is changed', () => {
  test('for its version, its roles and its encoding, each named', () =>
    withFreshDatabase(async (target) => {
      const { file, text } = await buildDump('schema', source.url)
      const lacking = await withoutReader(target, () => send(target, text))
      expect(lacking.errors[0]?.message).toBe(
        `this server lacks roles that own objects of the package, or have rights on them: "${reader.replaceAll('"', '""')}"`,
      )
      const newer = await send(target, text.replace(/(server_version_num'\)::int < )\d+/, '$1999999'))
      expect(newer.errors[0]?.message).toMatch(/^this package needs PostgreSQL \d+ or later/)
      const latin = new URL(target)
      latin.pathname += '_latin'
      await query(
        target,
        `CREATE DATABASE "${latin.pathname.slice(1)}" TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'`,
      )
      try {
        const refused = await psql(latin.href, file, { onErrorStop: true })
        expect(refused).toMatchObject({
          code: 3,
          stderr: expect.stringContaining('the source has encoding UTF8, this database has LATIN1'),
        })
      } finally {
        await query(target, `DROP DATABASE "${latin.pathname.slice(1)}"`)
      }
    }))

  test('also where nothing is one transaction and the client goes on after errors', () =>
    withFreshDatabase(async (target) => {
      await query(target, 'CREATE TABLE mine (a int)')
      const { text } = await buildDump('schema', source.url, { transaction: 'none' })
      const { errors } = await send(target, text)
      expect(errors[0]?.message).toBe('this target is not empty')
      expect(await query(target, "select from pg_namespace where nspname = 'app'")).toEqual([])
    }))

  test('unless that is allowed: then the package makes its objects beside those that are there', () =>
    withFreshDatabase(async (target) => {
      await query(target, 'CREATE TABLE mine (a int)')
      await run(target, await buildDump('schema', source.url, { allow: ['non-empty-target'] }))
    }))
})

test('a package is the same, byte for byte, when nothing has changed', async () => {
  const [one, other] = [await buildDump('full', source.url), await buildDump('full', source.url)]
  expect(other.manifest.sha256).toBe(one.manifest.sha256)
  expect(one.text).toMatch(/-- dvm:sha256 [0-9a-f]{64}\n$/)
})
