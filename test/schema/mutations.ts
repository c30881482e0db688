import type { SchemaDifference } from '../../src/model/schema.ts'

/** A change by hand, and what the comparison must say of it: `state kind:name fact`, the fact of a changed object only. */
export type Mutation = readonly [sql: string, told: string]

/** One line for each difference, in the form of a mutation's answer. */
export function tell({ state, kind, name, facts }: SchemaDifference): string {
  return `${state} ${kind}:${name}${state === 'changed' ? ` ${facts.map((one) => one.fact).join(', ')}` : ''}`
}

/** One change for every kind of object and every kind of fact, on the database that `every-kind.sql` makes. */
export const mutations: readonly Mutation[] = [
  ['CREATE EXTENSION hstore', 'extra extension:hstore'],
  ['CREATE SCHEMA other', 'extra schema:other'],
  [`COMMENT ON SCHEMA app IS 'x'`, 'changed schema:app comment'],
  ['REVOKE USAGE ON SCHEMA app FROM PUBLIC', 'changed schema:app privileges'],
  ['CREATE COLLATION app.more FROM "C"', 'extra collation:app.more'],
  [`ALTER TYPE app.mood ADD VALUE 'meh' AFTER 'ok'`, 'changed type:app.mood labels'],
  [
    `ALTER TYPE app.mood RENAME VALUE 'ok' TO 'fine'`,
    'changed type:app.mood labels; changed column:app.customers.feeling default',
  ],
  ['ALTER TYPE app.pair ADD ATTRIBUTE c integer', 'extra attribute:app.pair.c'],
  ['ALTER TYPE app.pair ALTER ATTRIBUTE a TYPE bigint', 'changed attribute:app.pair.a type'],
  ['ALTER DOMAIN app.email DROP NOT NULL', 'changed type:app.email not null'],
  ['ALTER DOMAIN app.email DROP DEFAULT', 'changed type:app.email default'],
  ['ALTER DOMAIN app.email DROP CONSTRAINT has_at', 'missing domain-constraint:app.email.has_at'],
  ['DROP TYPE app.span', 'missing type:app.span'],
  ['ALTER SEQUENCE app.numbers INCREMENT 3', 'changed sequence:app.numbers increment'],
  ['ALTER SEQUENCE app.numbers NO CYCLE', 'changed sequence:app.numbers cycle'],
  ['ALTER SEQUENCE app."Orders_id_seq" OWNED BY NONE', 'changed sequence:app."Orders_id_seq" owned by'],
  [
    'CREATE OR REPLACE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin return old; end $$',
    'changed function:app.touch() definition',
  ],
  ['ALTER FUNCTION app.add SECURITY DEFINER', 'changed function:app.add(integer,integer) definition'],
  ['CREATE FUNCTION app.add(text) RETURNS text LANGUAGE sql AS $$ select $1 $$', 'extra function:app.add(text)'],
  ['GRANT EXECUTE ON FUNCTION app.add TO PUBLIC', 'changed function:app.add(integer,integer) privileges'],
  ['DROP PROCEDURE app.work', 'missing procedure:app.work(integer)'],
  [
    'CREATE OR REPLACE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer)',
    'changed aggregate:app.total(integer) initial state',
  ],
  [
    `CREATE OR REPLACE FUNCTION app.told(s varchar) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT s IN ('new'); END`,
    'changed function:app.told(character varying) definition',
  ],
  [
    'ALTER OPERATOR app.=== (integer, integer) SET (RESTRICT = eqsel)',
    'changed operator:app.===(integer,integer) restrict',
  ],
  [
    'ALTER OPERATOR FAMILY app.fam USING btree ADD OPERATOR 1 < (integer, bigint)',
    'changed operator-family:app.fam using btree members',
  ],
  [
    'DROP OPERATOR CLASS app.ints USING btree',
    'changed operator-family:app.fam using btree members; missing operator-class:app.ints using btree',
  ],
  ['DROP CAST (text AS app.pair)', 'missing cast:text as app.pair'],
  [`ALTER SERVER srv OPTIONS (SET host 'y')`, 'changed foreign-server:srv options'],
  [`ALTER FOREIGN TABLE app.far OPTIONS (SET t 'z')`, 'changed table:app.far foreign options'],
  ['CREATE TABLE app.more (a integer)', 'extra table:app.more'],
  ['DROP TABLE app.quick', 'missing table:app.quick'],
  ['ALTER TABLE app.quick SET (fillfactor=60)', 'changed table:app.quick options'],
  ['ALTER TABLE app.quick SET LOGGED', 'changed table:app.quick persistence'],
  [`COMMENT ON TABLE app."Orders" IS 'x'`, 'changed table:app."Orders" comment'],
  ['GRANT SELECT ON app.customers TO PUBLIC', 'changed table:app.customers privileges'],
  ['ALTER TABLE app.customers DISABLE ROW LEVEL SECURITY', 'changed table:app.customers row security'],
  ['ALTER TABLE app.customers REPLICA IDENTITY DEFAULT', 'changed table:app.customers replica identity'],
  [
    'ALTER TABLE app.log DETACH PARTITION app.log_rest',
    'changed table:app.log_rest partition bound, partition of; extra constraint:app.log_rest.log_rest_pkey; extra index:app.log_rest_kind_idx',
  ],
  ['ALTER TABLE app.derived NO INHERIT app.base', 'changed table:app.derived inherits'],
  [
    'ALTER TABLE app.derived NO INHERIT app.base; ALTER TABLE app.derived INHERIT app.base',
    'changed column:app.derived.a declared here, too; changed constraint:app.derived.base_a_check declared here, too',
  ],
  [
    'ALTER TABLE app.base ADD COLUMN z text',
    'extra column:app.base.z; extra column:app.derived.z; extra column:app.twice.z',
  ],
  [
    'ALTER TABLE app."Orders" DROP COLUMN during',
    'missing column:app."Orders".during; missing constraint:app."Orders"."Orders_during_excl"',
  ],
  ['ALTER TABLE app."Orders" ALTER at TYPE timestamp', 'changed column:app."Orders".at type'],
  ['ALTER TABLE app."Orders" ALTER customer SET NOT NULL', 'changed column:app."Orders".customer not null'],
  ['ALTER TABLE app.customers ALTER name DROP DEFAULT', 'changed column:app.customers.name default'],
  ['ALTER TABLE app.customers ALTER id SET GENERATED BY DEFAULT', 'changed column:app.customers.id identity'],
  ['ALTER TABLE app.customers ALTER doubled DROP EXPRESSION', 'changed column:app.customers.doubled generated'],
  ['ALTER TABLE app.quick ALTER a SET STATISTICS 5', 'changed column:app.quick.a statistics'],
  ['ALTER TABLE app.customers ALTER extra SET STORAGE external', 'changed column:app.customers.extra storage'],
  ['ALTER TABLE app."Orders" ALTER note RESET (n_distinct)', 'changed column:app."Orders".note options'],
  ['COMMENT ON COLUMN app."Orders".note IS NULL', 'changed column:app."Orders".note comment'],
  ['REVOKE UPDATE (note) ON app."Orders" FROM PUBLIC', 'changed column:app."Orders".note privileges'],
  [
    'ALTER TABLE app.customers DROP COLUMN extra; ALTER TABLE app.customers ADD extra jsonb',
    'changed table:app.customers order',
  ],
  ['ALTER TABLE app.customers DROP CONSTRAINT status_known', 'missing constraint:app.customers.status_known'],
  [
    'ALTER TABLE app.customers RENAME CONSTRAINT status_known TO known',
    'extra constraint:app.customers.known; missing constraint:app.customers.status_known',
  ],
  [
    'ALTER TABLE app."Orders" ALTER CONSTRAINT "Orders_customer_fkey" NOT DEFERRABLE',
    'changed constraint:app."Orders"."Orders_customer_fkey" definition',
  ],
  [
    'COMMENT ON CONSTRAINT "Orders_pkey" ON app."Orders" IS NULL',
    'changed constraint:app."Orders"."Orders_pkey" comment',
  ],
  [
    'ALTER INDEX app."Orders_customer_at_key" SET (fillfactor=80)',
    'changed constraint:app."Orders"."Orders_customer_at_key" index options',
  ],
  [
    'ALTER TABLE app."Orders" DISABLE TRIGGER ALL',
    'changed constraint:app."Orders"."Orders_customer_fkey" not kept; changed trigger:app."Orders".touch enabled',
  ],
  ['ALTER TABLE app.customers DISABLE TRIGGER ALL', 'changed constraint:app."Orders"."Orders_customer_fkey" not kept'],
  ['DROP INDEX app.orders_at', 'missing index:app.orders_at'],
  ['ALTER TABLE app."Orders" CLUSTER ON "Orders_pkey"', 'changed constraint:app."Orders"."Orders_pkey" clustered'],
  ['DROP INDEX app.log_kind', 'missing index:app.log_kind'],
  ['ALTER TABLE app."Orders" DISABLE TRIGGER touch', 'changed trigger:app."Orders".touch enabled'],
  ['DROP TRIGGER log_touch ON app.log', 'missing trigger:app.log.log_touch'],
  ['ALTER TABLE app.log_2020 DISABLE TRIGGER log_touch', 'extra trigger:app.log_2020.log_touch'],
  ['DROP RULE no_delete ON app.quick', 'missing rule:app.quick.no_delete'],
  ['ALTER POLICY mine ON app.customers USING (true)', 'changed policy:app.customers.mine using'],
  ['ALTER POLICY mine ON app.customers TO CURRENT_USER', 'changed policy:app.customers.mine roles'],
  [
    `DROP STATISTICS app.by_status; CREATE STATISTICS app.by_status (mcv) ON name, (status IN ('new', 'old')) FROM app.customers`,
    'changed statistics:app.by_status definition',
  ],
  ['ALTER STATISTICS app.st SET STATISTICS 9', 'changed statistics:app.st target'],
  [
    'CREATE OR REPLACE VIEW app.v AS SELECT c.id, c.name, o.note FROM app.customers c LEFT JOIN app."Orders" o ON o.customer = c.id',
    'changed view:app.v definition, options',
  ],
  ["ALTER VIEW app.v ALTER name SET DEFAULT 'x'", 'changed column:app.v.name default'],
  ['DROP MATERIALIZED VIEW app.mv', 'missing materialized-view:app.mv'],
  ['DROP INDEX app.mv_status', 'missing index:app.mv_status'],
  [
    'ALTER TEXT SEARCH CONFIGURATION app.conf DROP MAPPING FOR email',
    'changed text-search-configuration:app.conf mappings',
  ],
  ['ALTER TEXT SEARCH DICTIONARY app.dict (stopwords)', 'changed text-search-dictionary:app.dict options'],
  ['ALTER EVENT TRIGGER ddl DISABLE', 'changed event-trigger:ddl enabled'],
  [`ALTER PUBLICATION pub SET (publish = 'insert, update')`, 'changed publication:pub publishes'],
  ['ALTER PUBLICATION pub DROP TABLE app.customers', 'changed publication:pub tables'],
  [
    'ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT ON TABLES TO PUBLIC',
    'changed default-privileges:tables in app privileges',
  ],
]
