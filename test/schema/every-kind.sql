CREATE EXTENSION citext;
CREATE SCHEMA app; COMMENT ON SCHEMA app IS 'the app';
CREATE TYPE app.mood AS ENUM ('sad','ok','happy');
CREATE TYPE app.pair AS (a integer, b text COLLATE "C");
CREATE DOMAIN app.email AS varchar(200) DEFAULT 'x@y' NOT NULL CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
CREATE TYPE app.span AS RANGE (subtype = float8);
CREATE COLLATION app.posix FROM "C";
CREATE SEQUENCE app.numbers AS integer START 5 INCREMENT 2 MAXVALUE 1000 CACHE 10 CYCLE;
CREATE FUNCTION app.add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ select a + b $$;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin return new; end $$;
CREATE FUNCTION app.onddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ begin end $$;
CREATE PROCEDURE app.work(INOUT n integer) LANGUAGE plpgsql AS $$ begin n := n + 1; end $$;
CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE OPERATOR app.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, COMMUTATOR = OPERATOR(app.===));
CREATE OPERATOR FAMILY app.fam USING btree;
CREATE OPERATOR CLASS app.ints FOR TYPE integer USING btree FAMILY app.fam AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer,integer);
CREATE FUNCTION app.to_pair(text) RETURNS app.pair LANGUAGE sql AS $$ select row(1, $1)::app.pair $$;
CREATE CAST (text AS app.pair) WITH FUNCTION app.to_pair(text) AS ASSIGNMENT;
CREATE TABLE app.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text COLLATE "C" NOT NULL DEFAULT 'it''s',
  status varchar(10) NOT NULL CONSTRAINT status_known CHECK (status IN ('new','old','x,y')),
  mail app.email, feeling app.mood DEFAULT 'ok', extra jsonb, tags text[] DEFAULT '{}',
  created timestamptz DEFAULT now(), amount numeric(10,2), doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
  nick citext
);
CREATE TABLE app."Orders" (id serial PRIMARY KEY, customer bigint REFERENCES app.customers ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, at date DEFAULT '2020-01-02'::date, during tsrange, note text,
  EXCLUDE USING gist (during WITH &&), UNIQUE (customer, at) WITH (fillfactor=70));
ALTER TABLE app."Orders" ALTER note SET STORAGE external, ALTER note SET STATISTICS 77, ALTER note SET (n_distinct=5);
COMMENT ON TABLE app."Orders" IS 'orders'; COMMENT ON COLUMN app."Orders".note IS 'a note'; COMMENT ON CONSTRAINT "Orders_pkey" ON app."Orders" IS 'pk';
CREATE INDEX orders_at ON app."Orders" (at DESC, lower(note)) WHERE at > '2020-01-01'; COMMENT ON INDEX app.orders_at IS 'ix';
CREATE STATISTICS app.st (dependencies) ON customer, at FROM app."Orders";
CREATE TRIGGER touch BEFORE UPDATE OF note ON app."Orders" FOR EACH ROW WHEN (old.note IS DISTINCT FROM new.note) EXECUTE FUNCTION app.touch();
CREATE TABLE app.log (id integer, at timestamptz NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE app.log_2020 PARTITION OF app.log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE app.log_rest PARTITION OF app.log DEFAULT;
ALTER TABLE app.log ADD PRIMARY KEY (id, at); CREATE INDEX log_kind ON app.log (kind);
CREATE TRIGGER log_touch AFTER INSERT ON app.log FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TABLE app.base (a integer CHECK (a > 0)); CREATE TABLE app.derived (b integer) INHERITS (app.base);
CREATE UNLOGGED TABLE app.quick (a integer) WITH (fillfactor=50, autovacuum_enabled=false);
ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY, REPLICA IDENTITY FULL;
CREATE POLICY mine ON app.customers AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (name = current_user) WITH CHECK (status IN ('new', 'old'));
CREATE VIEW app.v WITH (security_barrier=true) AS SELECT c.id, c.name, o.note FROM app.customers c LEFT JOIN app."Orders" o ON o.customer = c.id WHERE c.status IN ('new','old');
COMMENT ON VIEW app.v IS 'a view';
CREATE MATERIALIZED VIEW app.mv AS SELECT status, count(*) AS n FROM app.customers GROUP BY status; CREATE UNIQUE INDEX mv_status ON app.mv (status);
CREATE RULE no_delete AS ON DELETE TO app.quick DO INSTEAD NOTHING;
CREATE TEXT SEARCH DICTIONARY app.dict (TEMPLATE = pg_catalog.simple, stopwords = english);
CREATE TEXT SEARCH CONFIGURATION app.conf (COPY = pg_catalog.english); ALTER TEXT SEARCH CONFIGURATION app.conf ALTER MAPPING FOR word WITH app.dict;
CREATE EVENT TRIGGER ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION app.onddl();
CREATE PUBLICATION pub FOR TABLE app.customers, app."Orders" WITH (publish = 'insert');
CREATE FOREIGN DATA WRAPPER fdw; CREATE SERVER srv FOREIGN DATA WRAPPER fdw OPTIONS (host 'x'); CREATE FOREIGN TABLE app.far (a integer OPTIONS (n '1')) SERVER srv OPTIONS (t 'y');
GRANT USAGE ON SCHEMA app TO PUBLIC; GRANT SELECT ON app.v TO PUBLIC; GRANT UPDATE (note) ON app."Orders" TO PUBLIC; REVOKE EXECUTE ON FUNCTION app.add FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
CREATE FUNCTION app.known(s varchar, t boolean DEFAULT ('a'::varchar IN ('a', 'b'))) RETURNS boolean LANGUAGE sql RETURN s IN ('new', 'old');
CREATE FUNCTION app.told(s varchar) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT s IN ('new', 'old'); END;
CREATE STATISTICS app.by_status ON name, (status IN ('new', 'old')) FROM app.customers;
CREATE TABLE app.twice (a integer, b text, CONSTRAINT base_a_check CHECK (a > 0)) INHERITS (app.base);
