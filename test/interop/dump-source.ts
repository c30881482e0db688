import { randomBytes } from 'node:crypto'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { writeHistory } from '../support/history-rows.ts'

/** A role of this run's own: roles belong to the whole cluster. */
export const reader = `dump reader "${randomBytes(4).toString('hex')}`
const READER = `"${reader.replaceAll('"', '""')}"`

/** One of nearly everything a database can hold, with names that a careless reader of dumps would trip over. */
const DEFINITIONS = `
CREATE SCHEMA "Odd; Type: TABLE; Schema: x";
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS E'first\\n\\\\! echo second';
CREATE TYPE app.mood AS ENUM ('sad', 'it''s ok');
CREATE TYPE app.pair AS (a int, b text);
CREATE TYPE app.span AS RANGE (subtype = float8);
CREATE DOMAIN app.positive AS int CHECK (VALUE > 0);
CREATE FUNCTION app.next(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + 1 $$;
CREATE FUNCTION app.atomic(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; SELECT a + 2; END;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
--
-- TOC entry 1 (class 1255 OID 1)
-- Name: fake; Type: FUNCTION; Schema: app; Owner: nobody
--
/*
\\! echo no command
*/
  NEW.x := NEW.x || '$$ ; \\restrict';
  RETURN NEW;
END $body$;
CREATE PROCEDURE app.work(INOUT a int) LANGUAGE plpgsql AS $$ BEGIN a := a + 1; END $$;
CREATE AGGREGATE app.total(int) (sfunc = int4pl, stype = int, initcond = '0');
CREATE TABLE app.t (
  id int GENERATED ALWAYS AS IDENTITY (START 40) PRIMARY KEY, s serial, m app.mood, p app.positive,
  twice int GENERATED ALWAYS AS (id * 2) STORED, CHECK (id > 0), CONSTRAINT "uq;" UNIQUE (s));
CREATE TABLE app.u (id int REFERENCES app.t, x text DEFAULT E'a\\\\b', d bytea);
CREATE INDEX u_x ON app.u (lower(x)) WHERE x <> ';';
COMMENT ON INDEX app.u_x IS 'an index';
CREATE TRIGGER tr BEFORE INSERT ON app.u FOR EACH ROW EXECUTE FUNCTION app.touch();
COMMENT ON TRIGGER tr ON app.u IS 'a trigger';
CREATE RULE r AS ON DELETE TO app.u DO ALSO (SELECT 1; SELECT 2);
CREATE VIEW app.v AS SELECT id, m FROM app.t;
CREATE MATERIALIZED VIEW app.mv AS SELECT count(*) AS n FROM app.t;
CREATE UNIQUE INDEX ON app.mv (n);
CREATE TABLE app.pt (id int, k int, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE app.pt1 PARTITION OF app.pt FOR VALUES FROM (0) TO (10);
CREATE INDEX pt_k ON app.pt (k);
CREATE TABLE app.parent (a int);
CREATE TABLE app.child (b int) INHERITS (app.parent);
CREATE UNLOGGED TABLE app.fast (a int);
CREATE STATISTICS app.st ON id, s FROM app.t;
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE TABLE "Odd; Type: TABLE; Schema: x"."we;ird ""q"" $$ 'name' \\. Ä" (a int, "b\tc" text);
CREATE FUNCTION app.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION app.on_ddl();
ALTER EVENT TRIGGER et DISABLE;
CREATE SEQUENCE app.counter INCREMENT 7;
`

const RIGHTS = `
CREATE POLICY pol ON app.t TO ${READER} USING (id > 1);
GRANT USAGE ON SCHEMA app TO ${READER};
GRANT SELECT (id) ON app.t TO ${READER} WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION app.next(int) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO ${READER};
CREATE TABLE app.theirs (a int);
ALTER TABLE app.theirs OWNER TO ${READER};
`

const ROWS = `
INSERT INTO app.t (m, p) VALUES ('sad', 1), ('it''s ok', 2), (NULL, NULL);
INSERT INTO app.u VALUES (40, E'\\restrict x', '\\x00ff'), (41, E'a\\n\\\\.\\n\\\\! b\\t\\\\N', NULL), (NULL, '', ''), (42, 'don''t', NULL);
INSERT INTO app.pt VALUES (1, 1), (2, 2);
INSERT INTO app.child VALUES (1, 2);
INSERT INTO "Odd; Type: TABLE; Schema: x"."we;ird ""q"" $$ 'name' \\. Ä" VALUES (1, 'ä€😀');
SELECT nextval('app.counter'), nextval('app.counter');
SELECT lo_from_bytea(4711, decode(repeat('00ff5c27', 10000), 'hex'));
REFRESH MATERIALIZED VIEW app.mv;
CREATE TABLE databasechangeloglock (id int NOT NULL, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255), PRIMARY KEY (id));
INSERT INTO databasechangeloglock VALUES (1, TRUE, now(), 'deploy-7 (10.0.0.9)');
`

/** The source that the dumps of a test file are of. The caller drops it, and the role after it. */
export async function makeSource(): Promise<FreshDatabase> {
  const database = await freshDatabase()
  await query(database.url, `CREATE ROLE ${READER}`)
  for (const sql of [DEFINITIONS, RIGHTS, ROWS]) await query(database.url, sql)
  await writeHistory(database.url, [
    { path: 'db/1.sql', tag: 'v1' },
    { path: "db/it's \\ 2.sql" },
    { path: 'db/3.sql', execType: 'MARK_RAN' },
  ])
  return database
}

export async function dropReader(url: string): Promise<void> {
  await query(url, `DROP ROLE IF EXISTS ${READER}`)
}

/** Lends a cluster on which the role has another name. */
export async function withoutReader<T>(url: string, use: () => Promise<T>): Promise<T> {
  await query(url, `ALTER ROLE ${READER} RENAME TO "another one"`)
  try {
    return await use()
  } finally {
    await query(url, `ALTER ROLE "another one" RENAME TO ${READER}`)
  }
}
