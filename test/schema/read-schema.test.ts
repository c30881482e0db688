import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import type { Schema } from '../../src/model/schema.ts'
import { compareSchemas } from '../../src/schema/compare-schemas.ts'
import { fingerprint } from '../../src/schema/fingerprint.ts'
import { type ReadSchemaRequest, readSchema } from '../../src/schema/read-schema.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

async function withOpened<T>(url: string, use: (database: Database) => Promise<T>, parameters = {}): Promise<T> {
  const database = openDatabase(toTarget(url, { parameters }))
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

async function schemaOf(sql: string, request?: ReadSchemaRequest, parameters = {}): Promise<Schema> {
  return withFreshDatabase(async (url) => {
    await query(url, sql)
    return withOpened(url, (database) => database.withReadOnly((client) => readSchema(client, request)), parameters)
  })
}

const ORDERED = `
  CREATE SCHEMA b; CREATE SCHEMA a; CREATE TYPE a.t AS ENUM ('x');
  CREATE TABLE a.one (id integer PRIMARY KEY, k a.t, n integer, CONSTRAINT p CHECK (n > 0), CONSTRAINT q UNIQUE (n));
  CREATE TABLE b.two (id integer REFERENCES a.one); CREATE INDEX i ON a.one (k); CREATE INDEX j ON a.one (n, k);
  CREATE DOMAIN a.d AS a.t DEFAULT 'x';
  CREATE FUNCTION a.f() RETURNS integer LANGUAGE sql AS 'select 1'; GRANT SELECT ON a.one TO PUBLIC, pg_monitor;`
const REVERSED = `
  CREATE SCHEMA a; CREATE FUNCTION a.f() RETURNS integer LANGUAGE sql AS 'select 1'; CREATE SCHEMA b;
  CREATE TABLE a.junk (); CREATE TABLE b.two (dropped text, id integer);
  ALTER TABLE b.two DROP COLUMN dropped; DROP TABLE a.junk; SET search_path = a;
  CREATE TYPE t AS ENUM ('x'); CREATE DOMAIN d AS t DEFAULT 'x'; CREATE TABLE one (id integer NOT NULL, gone text, k t); ALTER TABLE one DROP gone, ADD n integer;
  CREATE INDEX j ON one (n, k); GRANT SELECT ON one TO pg_monitor; GRANT SELECT ON one TO PUBLIC;
  ALTER TABLE one ADD CONSTRAINT q UNIQUE (n), ADD CONSTRAINT p CHECK (n > 0); CREATE INDEX i ON one (k);
  ALTER TABLE one ADD CONSTRAINT one_pkey PRIMARY KEY (id);
  ALTER TABLE b.two ADD CONSTRAINT two_id_fkey FOREIGN KEY (id) REFERENCES one;`

describe('the schema of a database', () => {
  test('is equal for equal databases, whatever the order in which they were made', async () => {
    const [left, right] = [await schemaOf(ORDERED), await schemaOf(REVERSED)]
    expect(compareSchemas(left, right)).toEqual([])
    expect(fingerprint(left)).toBe(fingerprint(right))
    expect(fingerprint(left)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('depends on no setting of the session, and leaves the session as it was', async () => {
    const sql = `CREATE SCHEMA s; CREATE TABLE s.t (a timestamptz DEFAULT '2020-01-01 00:00+00', b interval DEFAULT '1 day 02:00',
      c double precision DEFAULT 0.1, d bytea DEFAULT '\\xdeadbeef', e date DEFAULT '2020-02-01')`
    const plain = await schemaOf(sql)
    const parameters = {
      search_path: 's',
      quote_all_identifiers: 'on',
      DateStyle: 'German',
      IntervalStyle: 'iso_8601',
      TimeZone: 'Asia/Tokyo',
      bytea_output: 'escape',
      extra_float_digits: '0',
    }
    expect(await schemaOf(sql, {}, parameters)).toEqual(plain)
    await withFreshDatabase((url) =>
      withOpened(
        url,
        async (database) => {
          const rows = await database.withReadOnly(async (client) => {
            await readSchema(client)
            return (await client.query('SHOW search_path')).rows
          })
          expect(rows).toEqual([{ search_path: 's' }])
        },
        parameters,
      ),
    )
  })

  test('leaves out the two tables of Liquibase wherever they are, or those it is told', async () => {
    const sql = `CREATE TABLE databasechangelog (id text PRIMARY KEY); CREATE SCHEMA x; CREATE TABLE x.databasechangeloglock (id integer);
      CREATE TABLE x.other (id integer)`
    const names = ({ objects }: Schema): string[] => objects.filter((o) => o.kind === 'table').map((o) => o.name)
    expect(names(await schemaOf(sql))).toEqual(['x.other'])
    const told = [
      { schema: 'x', name: 'other' },
      { schema: 'public', name: 'databasechangeloglock' },
    ]
    expect(names(await schemaOf(sql, { exceptTables: told }))).toEqual([
      'public.databasechangelog',
      'x.databasechangeloglock',
    ])
  })

  test('holds only the schemas asked for, and nothing then that lies in none', async () => {
    const sql = `CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (); CREATE TABLE b.t (); CREATE PUBLICATION p`
    const { objects } = await schemaOf(sql, { schemas: ['a'] })
    expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['schema a', 'table a.t'])
  })

  test('tells owners only where they are asked for, and grants of another owner as the same grants', async () => {
    const sql = (owner: string): string =>
      `CREATE TABLE t (); ALTER TABLE t OWNER TO ${owner}; GRANT SELECT ON t TO PUBLIC; REVOKE DELETE ON t FROM ${owner}`
    const [one, other] = [await schemaOf(sql('postgres')), await schemaOf(sql('pg_monitor'))]
    expect(compareSchemas(one, other)).toEqual([])
    expect(one.objects.find((o) => o.kind === 'table')?.facts['privileges']).toMatch(
      /^OWNER: [A-Z, ]+\nPUBLIC: SELECT$/,
    )
    const owned = await schemaOf(sql('pg_monitor'), { owners: true, privileges: false })
    expect(owned.objects.find((o) => o.kind === 'table')?.facts).toEqual({ owner: 'pg_monitor' })
  })

  test('names no role for the default privileges of the one who deploys, whoever owns the database', async () => {
    const sql = (who: string): string =>
      `CREATE TABLE databasechangelog (); ALTER TABLE databasechangelog OWNER TO ${who};
       ALTER DEFAULT PRIVILEGES FOR ROLE ${who} GRANT SELECT ON TABLES TO PUBLIC`
    const [one, other] = [await schemaOf(sql('postgres')), await schemaOf(sql('pg_monitor'))]
    expect(compareSchemas(one, other)).toEqual([])
    expect(other.objects.map(({ kind, name }) => `${kind} ${name}`)).toContain('default-privileges tables')
  })

  test('holds no secret of a foreign server or table, and tells that there is one', async () => {
    const sql = (secret: string): string =>
      `CREATE FOREIGN DATA WRAPPER w OPTIONS (api_key '${secret}'); CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h', "User_Password" '${secret}');
       CREATE FOREIGN TABLE t (a integer OPTIONS (token '${secret}')) SERVER s OPTIONS (client_secret '${secret}')`
    const [one, other] = [await schemaOf(sql('hush')), await schemaOf(sql('another'))]
    expect(JSON.stringify(one)).not.toContain('hush')
    expect(one.objects.find(({ kind }) => kind === 'foreign-server')?.facts['options']).toBe(
      'User_Password=(not told), host=h',
    )
    expect(compareSchemas(one, other)).toEqual([])
  })

  test('keeps the bodies of functions as they were written', async () => {
    const body = `select (ARRAY['a', 'b'])::text[]`
    const { objects } = await schemaOf(`CREATE FUNCTION f() RETURNS text[] LANGUAGE sql AS $$
${body} $$`)
    expect(objects.find(({ kind }) => kind === 'function')?.facts['definition']).toContain(body)
  })

  test('needs a transaction: what is read must be one moment', async () => {
    await withFreshDatabase((url) =>
      withOpened(url, async (database) => {
        const reading = database.withClient((client) => readSchema(client))
        await expect(reading).rejects.toMatchObject({ code: 'DATABASE_QUERY_FAILED' })
      }),
    )
  })

  test('holds 1,000 tables whole', async () => {
    const sql = `DO $$ BEGIN FOR n IN 1..1000 LOOP
      EXECUTE format('CREATE TABLE t%s (id integer PRIMARY KEY, v text NOT NULL DEFAULT %L, w integer CHECK (w > %s))', n, n, n);
      EXECUTE format('CREATE INDEX i%s ON t%s (v)', n, n); END LOOP; END $$`
    const { objects } = await schemaOf(sql)
    const tables = objects.filter((object) => object.kind === 'table')
    expect(tables).toHaveLength(1000)
    expect(tables.every((table) => table.parts.length === 6)).toBe(true)
    expect(tables.find((table) => table.name === 'public.t777')?.parts.map((part) => part.facts)).toEqual([
      { type: 'integer', 'not null': 'yes' },
      { type: 'text', 'not null': 'yes', default: `'777'::text` },
      { type: 'integer' },
      { definition: 'PRIMARY KEY (id)' },
      { definition: 'CHECK ((w > 777))' },
      { definition: 'CREATE INDEX i777 ON public.t777 USING btree (v)' },
    ])
  })
})
