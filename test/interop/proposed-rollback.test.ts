import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proposeInverse } from '../../src/render/inverse/propose-inverse.ts'
import { type Grammar, loadGrammar } from '../../src/sql/load-grammar.ts'
import { freshDatabase, query } from '../support/database.ts'
import { dump } from '../support/dump.ts'

/** What the statements find. */
const ground = `
create schema s; create schema "Other S";
create table s.t (a int not null, b text, "odd ""name" int, constraint known check (a > 0));
create table p (k int) partition by list (k);
create view v as select a from s.t;
create materialized view m as select a from s.t;
create index known_index on s.t (b);
create sequence known_sequence;
create type known_enum as enum ('one', 'two');
create type known_composite as (x int);
create type known_row as (x int);
create table typed of known_row;
create domain known_domain as int constraint positive check (value > 0);
create function known_function(int) returns int language sql as 'select 1';
create function known_trigger() returns trigger language plpgsql as 'begin return new; end';
create trigger known_trigger before insert on s.t for each row execute function known_trigger();
create policy known_policy on s.t;
create rule known_rule as on delete to s.t do instead nothing;
`

const undoable: readonly string[] = [
  'create table fresh (id serial primary key, "Mixed" text default \'x\')',
  'create table "Other S"."Mixed ""Case" (id int)',
  'create unlogged table part partition of p for values in (1)',
  'create table copied as select * from s.t',
  'select * into taken from s.t',
  'create table inherits_it () inherits (s.t)',
  'create temporary table for_a_while (id int)',
  'create view fresh_view as select 1 as one',
  'create recursive view counts (n) as values (1) union all select n + 1 from counts where n < 3',
  'create materialized view fresh_rows as select 1 as one',
  'create index fresh_index on s.t (a) where a > 1',
  'create unique index concurrently "Fresh" on s.t (a)',
  'create sequence s.fresh_sequence start 5',
  "create type fresh_enum as enum ('a')",
  'create type s.fresh_composite as (x int, y text)',
  'create type fresh_range as range (subtype = float8)',
  "create domain fresh_domain as text check (value <> '')",
  'create schema fresh_schema',
  'create extension pg_trgm',
  "create function s.fresh(in a int, out b text, variadic c numeric(3, 2)[]) language sql as 'select null::text'",
  "create function fresh_table(a text default 'x') returns table (r int) language sql as 'select 1'",
  'create procedure fresh_procedure(a int, inout b int) language plpgsql as $$ begin b := a; end $$',
  'create trigger fresh after update on s.t for each row execute function known_trigger()',
  'create constraint trigger fresh_check after insert on s.t for each row execute function known_trigger()',
  'create policy fresh on s.t using (a > 1)',
  'create rule fresh as on update to s.t do also nothing',
  'create statistics fresh_statistics on a, b from s.t',
  'create publication fresh_publication for table s.t',
  'alter table s.t add column c int default 5 not null, add column "D" text unique',
  'alter table only s.t add constraint fresh check (a < 1000) not valid',
  'alter table s.t add constraint fresh unique (a), add constraint fresh_key foreign key (a) references s.t (a)',
  'alter table s.t add constraint fresh exclude using btree (a with =)',
  'alter type known_composite add attribute y text',
  'alter table s.t rename to renamed',
  'alter table s.t rename column "odd ""name" to plain',
  'alter view v rename to renamed',
  'alter materialized view m rename column a to renamed',
  'alter index s.known_index rename to renamed',
  'alter sequence known_sequence rename to renamed',
  'alter table s.t rename constraint known to renamed',
  'alter schema "Other S" rename to other',
  'alter type known_enum rename to renamed',
  "alter type known_enum rename value 'one' to 'it''s'",
  'alter type known_composite rename attribute x to renamed',
  'alter type known_row rename attribute x to renamed cascade',
  'alter domain known_domain rename to renamed',
  'alter function known_function(int) rename to renamed',
  'alter function known_trigger rename to renamed',
  'alter trigger known_trigger on s.t rename to renamed',
  'alter policy known_policy on s.t rename to renamed',
  'alter rule known_rule on s.t rename to renamed',
  'alter table s.t set schema "Other S"',
  'alter sequence public.known_sequence set schema s',
  'create table first (id int); create index first_index on first (id); alter table first rename to second',
  'analyze s.t',
]

const uncertain: readonly (readonly [statement: string, reason: RegExp])[] = [
  ['create table if not exists s.t (a int)', /IF NOT EXISTS may have found one/],
  ['create or replace view v as select 1 as a', /may have replaced one/],
  ["create or replace function known_function(int) returns int language sql as 'select 2'", /may have replaced one/],
  ['create index on s.t (a)', /chose the name/],
  ['create schema authorization current_user', /takes its name from a role/],
  ['create schema fresh create table t (a int)', /makes other objects as well/],
  ['create extension pg_trgm cascade', /other extensions/],
  ["create function f(a s.t.a%type) returns int language sql as 'select 1'", /from a column/],
  ['create role somebody', /the whole server/],
  ['alter table s.t add primary key (a)', /chose the name/],
  ['alter table s.t add constraint pk primary key (a)', /makes columns NOT NULL/],
  ['alter table s.t add constraint u unique using index known_index', /takes over an index/],
  ['alter table s.t add column if not exists a int', /IF NOT EXISTS may have found one/],
  ['alter table if exists s.t add column c int', /IF EXISTS may have found nothing/],
  ['alter table s.t add column c int, alter a drop not null', /what was there before DROP NOT NULL/],
  ['alter table s.t enable row level security', /what was there before/],
  ['alter type known_row add attribute y int cascade', /typed tables/],
  ["alter type known_enum add value 'three'", /cannot drop an enum value/],
  ['alter table t set schema s', /which schema it was in before/],
  ['grant select on s.t to public', /which privileges/],
  ["comment on table s.t is 'x'", /the comment before/],
  ['insert into s.t values (1)', /which rows/],
  ['update s.t set a = 1', /values before/],
  ['delete from s.t', /what it takes away is gone/],
  ['truncate s.t', /what it takes away is gone/],
  ['drop table s.t', /what it takes away is gone/],
  ['do $$ begin end $$', /DO block/],
  ['select 1', /what a SELECT has done/],
  ["set search_path = 's'", /a setting of the session/],
  ['create table fine (a int); drop view v', /what it takes away is gone/],
  ['create tabel oops (a int)', /does not read it/],
  ["alter database postgres set work_mem = '1MB'", /ALTER DATABASE SET has no certain inverse/],
]

describe('of raw SQL', { timeout: 60_000 }, () => {
  let grammar: Grammar
  let url = ''
  let before = ''
  let drop = async (): Promise<void> => undefined
  beforeAll(async () => {
    grammar = await loadGrammar()
    ;({ url, drop } = await freshDatabase())
    await query(url, ground)
    before = (await dump(url)).schema
  })
  afterAll(() => drop())

  test.each(undoable)('%s: what is proposed gives back what was', async (statement) => {
    const inverse = proposeInverse(statement, grammar)
    if (!inverse.certain) throw new Error(inverse.reason)
    await query(url, statement)
    for (const one of inverse.statements) await query(url, one)
    expect((await dump(url)).schema).toBe(before)
  })

  test.each(uncertain)('%s: nothing is invented', (statement, reason) => {
    expect(proposeInverse(statement, grammar)).toEqual({ certain: false, reason: expect.stringMatching(reason) })
  })
})
