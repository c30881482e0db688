import { describe, expect, test } from 'vitest'
import { dropDatabase, nameOf } from '../support/copy-database.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import {
  attempt,
  buildFrom,
  deploy,
  formatted,
  outcomes,
  runPackage,
  tablesOf,
  type Wishes,
  withSession,
} from '../support/package.ts'

const files = formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);'])

/** An empty database of another encoding. */
async function withEncoding(encoding: string, use: (url: string) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    const target = new URL(url)
    target.pathname = `${nameOf(url)}_enc`
    await query(
      url,
      `create database ${nameOf(target.href)} template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`,
    )
    try {
      await use(target.href)
    } finally {
      await dropDatabase(target.href)
    }
  })
}

/** Nothing but what was there: no table of ours, none of Liquibase's. */
async function expectUntouched(url: string): Promise<void> {
  const rows = await query(url, "select relname from pg_class where relnamespace = 'public'::regnamespace")
  expect(rows).toEqual([])
}

describe('a target is refused before anything is changed', () => {
  test('where the server is too old', async () => {
    await withFreshDatabase(async (url) => {
      const { errors } = await attempt(url, files, { package: { minServerVersion: 990000 } })
      expect(errors[0]).toMatchObject({
        message: expect.stringContaining('needs PostgreSQL 99 or later'),
        code: '0A000',
      })
      await expectUntouched(url)
    })
  })

  const words = formatted(['a', "create table a (t text default 'é');"])
  const wordsInId = formatted(['é', 'create table a (id int);'])

  test.each(['LATIN1', 'SQL_ASCII'])('where encoding %s cannot hold text or names of the package', async (encoding) => {
    await withEncoding(encoding, async (url) => {
      for (const given of [words, wordsInId]) {
        const { errors } = await attempt(url, given)
        expect(errors[0]?.message).toContain(`needs encoding UTF8, the database has ${encoding}`)
        await expectUntouched(url)
      }
      await deploy(url, files)
      expect(await tablesOf(url)).toEqual(['a', 'b'])
    })
  })

  test('where the schema of the history is missing', async () => {
    await withFreshDatabase(async (url) => {
      const wishes: Wishes = {
        tables: { schema: "no 'such'", changelog: 'databasechangelog', lock: 'databasechangeloglock' },
      }
      const { errors } = await attempt(url, files, wishes)
      expect(errors[0]?.message).toContain("the database has no schema no 'such'")
      await expectUntouched(url)
    })
  })

  test('where the default schema is missing, which would send tables elsewhere', async () => {
    await withFreshDatabase(async (url) => {
      const tables = { schema: 'public', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
      const { errors } = await attempt(url, files, { tables, defaultSchema: 'nowhere' })
      expect(errors[0]?.message).toContain('the database has no schema nowhere')
      await expectUntouched(url)
    })
  })

  test('where the history table is something else', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create table databasechangelog (id int, author text)')
      const { errors } = await attempt(url, files)
      expect(errors[0]?.message).toContain('is no history of Liquibase: it lacks columns')
      expect(await tablesOf(url)).toEqual([])
    })
  })

  test('where the lock table has lost its row', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['z', 'select 1;']))
      await query(url, 'update databasechangeloglock set id = 2')
      const { errors } = await attempt(url, files)
      expect(errors[0]?.message).toContain('the lock table has no row with id 1')
      expect(await tablesOf(url)).toEqual([])
    })
  })

  test('where it lacks what the source of a pending package had, each changeset named', async () => {
    await withFreshDatabase(async (source) => {
      await deploy(source, files)
      const grown = formatted(
        ['a', 'create table a (id int);'],
        ['b', 'create table b (id int);'],
        ['c', 'create table c (id int);'],
      )
      const { text, manifest } = await buildFrom(grown, { url: source, package: { kind: 'pending' } })
      expect(manifest.changesets.map((one) => one.key.id)).toEqual(['c'])
      await withFreshDatabase(async (url) => {
        const said = await withSession(url, (client) => runPackage(client, text))
        expect(said.errors[0]).toMatchObject({
          message: expect.stringContaining('does not stand where the package begins'),
          detail: 'lacks: root.sql::a::me\nlacks: root.sql::b::me',
        })
        await expectUntouched(url)
        await deploy(url, files)
        expect((await withSession(url, (client) => runPackage(client, text))).errors).toEqual([])
        expect(await outcomes(url)).toEqual({ a: 'EXECUTED', b: 'EXECUTED', c: 'EXECUTED' })
      })
    })
  })
})

test('a package runs on the server version it was built from', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, files)
    const { text } = await buildFrom(files, { url })
    const [row] = await query<{ major: number }>(
      url,
      "select current_setting('server_version_num')::int / 10000 as major",
    )
    expect(text).toContain(`Needs:            PostgreSQL ${row?.major} or later`)
  })
})

test('tables, schemas and default schema may have any name', async () => {
  await withFreshDatabase(async (url) => {
    await query(url, `create schema "it's ""odd"""; create schema "App; --"`)
    const tables = { schema: `it's "odd"`, changelog: 'My "History"', lock: "lock'; $& drop table a; --" }
    const wishes: Wishes = { tables, defaultSchema: 'App; --' }
    await deploy(url, files, wishes)
    await deploy(url, files, wishes)
    const rows = await query(
      url,
      "select nspname, relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname !~ '^(pg_|inf)' and relkind = 'r' order by 1, 2",
    )
    expect(rows.map((row) => `${row['nspname']}|${row['relname']}`)).toEqual([
      'App; --|a',
      'App; --|b',
      `it's "odd"|My "History"`,
      `it's "odd"|lock'; $& drop table a; --`,
    ])
    expect(await query(url, `select id from "it's ""odd"""."My ""History"""`)).toHaveLength(2)
    const deployed = await buildFrom(files, { ...wishes, url })
    expect(deployed.manifest.changesets).toHaveLength(2)
  })
})

describe('a session that ran a package', () => {
  const failing = formatted(['a', 'set search_path = pg_catalog; set role pg_monitor; select 1 / 0;'])

  test.each([
    ['to its end', files],
    ['up to a failure', failing],
    ['up to a failure, as a single transaction', failing, 'single'],
  ] as const)('%s has its search path back, holds no lock, is not read-only', async (_title, given, mode?) => {
    await withFreshDatabase(async (url) => {
      const transaction = mode ?? 'per-changeset'
      const { text } = await buildFrom(given, { defaultSchema: 'public', package: { transaction } })
      await withSession(url, async (client) => {
        await client.query('set search_path = "a b", public')
        await runPackage(client, text)
        const { rows } = await client.query(
          "select current_setting('search_path') as path, current_setting('default_transaction_read_only') as ro, current_user = session_user as same, (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks",
        )
        expect(rows).toEqual([{ path: '"a b", public', ro: 'off', same: true, locks: 0 }])
      })
    })
  })
})

test.each(['a', 'Äpp-é', `q"u'o\\te. $1 [x] (y)`])(
  'the default schema %s comes first for every changeset, and the path does not grow',
  async (defaultSchema) => {
    await withFreshDatabase(async (url) => {
      await query(
        url,
        `create schema "${defaultSchema.replaceAll('"', '""')}"; create table paths (id text, path text)`,
      )
      const note = "insert into public.paths values ('ID', current_setting('search_path'));"
      const many = ['1', '2', '3'].map((id) => [id, `${note.replace('ID', id)}\nset search_path = public;`] as const)
      const kept = ['4', '5', '6'].map((id) => [id, note.replace('ID', id)] as const)
      const tables = { schema: 'public', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
      await deploy(url, formatted(...many, ...kept), { defaultSchema, tables })
      const rows = await query<{ path: string }>(url, 'select path from paths order by id')
      const first = `"${defaultSchema.replaceAll('"', '""')}"`
      const [, again] = rows.map((row) => row.path.replace(/^a,/, '"a",'))
      expect(again).toBe(`${first}, public`)
      expect(new Set(rows.slice(1).map((row) => row.path)).size).toBe(1)
    })
  },
)

test('a part of a package that is run by itself does nothing and says why', async () => {
  await withFreshDatabase(async (url) => {
    const { text, manifest } = await buildFrom(files)
    const section = manifest.changesets[1]
    const part = Buffer.from(text).subarray(section?.start, section?.end).toString()
    const { errors } = await withSession(url, (client) => runPackage(client, part))
    expect(errors[0]?.message).toContain('run this file from its beginning')
    await expectUntouched(url)
  })
})

test('a row that the history loses while a package runs is found at its end', async () => {
  await withFreshDatabase(async (url) => {
    const meddling = formatted(
      ['a', 'create table a (id int);'],
      ['b', "delete from databasechangelog where id = 'a';"],
    )
    const { errors } = await attempt(url, meddling)
    expect(errors.at(-1)?.message).toContain('the history does not hold what this package recorded: 1 rows')
  })
})
