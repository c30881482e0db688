import { describe, expect, test } from 'vitest'
import { xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import {
  attempt,
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

/** What a changeset leaves in table `t`, as text. */
async function leaves(header: string, sql: string): Promise<string[]> {
  return withFreshDatabase(async (url) => {
    await query(url, 'create table t (v text)')
    await deploy(url, formatted([header, sql]))
    return (await query<{ v: string }>(url, 'select v from t order by ctid')).map((row) => row.v)
  })
}

const whole = 'a splitStatements:false stripComments:false'

describe('a statement arrives as it was written:', () => {
  test.each([
    ['SELECT … INTO as the only statement', 'a', 'select 1 as v into made; insert into t select v from made;', ['1']],
    ['SELECT … INTO as the last statement', 'a', "insert into t values ('x'); select 1 as v into made;", ['x']],
    [
      'a CTE with INTO',
      'a',
      'with c as (select 2 as v) select v into made from c; insert into t select v from made',
      ['2'],
    ],
    ['INTO in parentheses', 'a', '(select 3 as v into made); insert into t select v from made;', ['3']],
    ['INTO as a word of a text only', 'a', "select 'put into'; insert into t values ('into')", ['into']],
    ['a line comment at the end', whole, "insert into t values ('x') -- the end; $$ '", ['x']],
    ['empty statements', 'a', ";;\n;insert into t values ('x');;\n;;", ['x']],
    ['empty statements among comments', whole, ";/* ; */; -- ;\ninsert into t values ('x'); ;--", ['x']],
    ['doubled question marks', 'a', `insert into t select ('{"k":1}'::jsonb ?? 'k')::text;`, ['true']],
    ['doubled question marks in quotes', 'a', "insert into t values ('??')", ['??']],
    [
      'a single question mark where nothing is cut',
      whole,
      `insert into t select ('{"k":1}'::jsonb ? 'k')::text`,
      ['true'],
    ],
    [
      'our own dollar tags',
      whole,
      'insert into t values ($dvm$ $q$ $dvm$), ($q$ $dvm1$ $q1$ $q$)',
      [' $q$ ', ' $dvm1$ $q1$ '],
    ],
    ['the beginning of a tag at the end', whole, "insert into t values ('$dvm'), ('$q'), ('x$')", ['$dvm', '$q', 'x$']],
    ['half a tag as the last characters', whole, 'insert into t select 1 as a$dvm', ['1']],
    ['half an inner tag as the last characters', whole, 'insert into t select 1 as a$q', ['1']],
    ['a dollar as the last character', whole, 'insert into t select 1 as a$', ['1']],
    [
      'psql commands in a text',
      whole,
      "insert into t values ('\n\\! touch x\n\\q\n:v :''v'''), (E'\\\\copy')",
      ["\n\\! touch x\n\\q\n:v :'v'", '\\copy'],
    ],
    [
      'a template hole in a text',
      'a',
      "insert into t values ('{{sql body}} %TABLE% $& $1')",
      ['{{sql body}} %TABLE% $& $1'],
    ],
    [
      'a DO block with its own transaction words',
      whole,
      "do $$ begin insert into t values ('begin; end'); end; $$",
      ['begin; end'],
    ],
    [
      'several statements in one that is not split',
      whole,
      "insert into t values ('1'); insert into t values ('2')",
      ['1', '2'],
    ],
    [
      'a function with a standard body',
      whole,
      "create function f() returns text language sql begin atomic select 'x'; end; insert into t select f()",
      ['x'],
    ],
  ])('%s', async (_title, header, sql, expected) => {
    expect(await leaves(header, sql)).toEqual(expected)
  })

  test('one of 3 MB', async () => {
    await withFreshDatabase(async (url) => {
      const long = 'é$q$'.repeat(600_000)
      await deploy(url, formatted([whole, `create table t as select $big$${long}$big$::text as v`]))
      const rows = await query(url, 'select length(v) as n, md5(v) = md5($1) as same from t', [long])
      expect(rows).toEqual([{ n: long.length, same: true }])
    })
  })
})

describe('a changeset of several megabytes', () => {
  const row = `insert into t values ('${'x'.repeat(4000)}');\n`
  const large = (end: string): Files =>
    formatted(['a', `create table t (v text);\n${row.repeat(900)}${end}`], ['b', 'select 1;'])

  test('is several blocks in one transaction, recorded once', async () => {
    await withFreshDatabase(async (url) => {
      const { text } = await buildFrom(large(''))
      const blocks = text.split('-- dvm:changeset')[1]?.match(/^DO \$/gm)?.length ?? 0
      expect(blocks).toBeGreaterThan(2)
      await deploy(url, large(''))
      expect(await query(url, 'select count(*)::int as n from t')).toEqual([{ n: 900 }])
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED', b: 'EXECUTED' })
    })
  })

  test('leaves nothing where its last statement fails', async () => {
    await withFreshDatabase(async (url) => {
      const { errors, notices } = await attempt(url, large('select 1 / 0;'))
      expect(errors[0]?.message).toBe('division by zero')
      expect(notices.join('\n')).toContain('root.sql::a::me failed at root.sql:905')
      expect([await tablesOf(url), await outcomes(url)]).toEqual([[], {}])
    })
  })

  test('is left out as a whole where its precondition says so', async () => {
    await withFreshDatabase(async (url) => {
      const guard = '--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:1 select 0\n'
      await deploy(url, formatted(['a', `${guard}create table t (v text);\n${row.repeat(900)}`]))
      expect([await tablesOf(url), await outcomes(url)]).toEqual([[], { a: 'MARK_RAN' }])
    })
  })

  test('is one block, and undone as a whole, where it may fail', async () => {
    await withFreshDatabase(async (url) => {
      const text = `create table t (v text);\n${row.repeat(900)}select 1 / 0;`
      const { notices } = await deploy(url, formatted(['a failOnError:false', text], ['b', 'select 1;']))
      expect(notices).toContainEqual(expect.stringMatching(/^WARNING: .*root\.sql::a::me.*division by zero/))
      expect([await tablesOf(url), await outcomes(url)]).toEqual([[], { b: 'EXECUTED' }])
    })
  })
})

describe('a deferred constraint', () => {
  const deferred = `create table p (id int primary key);
create table c (id int references p deferrable initially deferred);`

  test('that fails when its changeset ends names it', async () => {
    await withFreshDatabase(async (url) => {
      const files = formatted(['a', deferred], ['b', 'insert into c values (1);'], ['d', 'select 1;'])
      const { errors, notices } = await attempt(url, files)
      expect(errors[0]?.message).toContain('violates foreign key constraint')
      expect(notices.join('\n')).toContain('changeset root.sql::b::me failed at root.sql:8')
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED' })
    })
  })

  test('that is fulfilled by then is no hindrance, also where the changeset may fail', async () => {
    await withFreshDatabase(async (url) => {
      const sql = 'insert into c values (1); insert into p values (1);'
      await deploy(url, formatted(['a', deferred], ['b', sql], ['d failOnError:false', sql.replaceAll('1', '2')]))
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED', b: 'EXECUTED', d: 'EXECUTED' })
    })
  })
})

describe('what a changeset does to its session', () => {
  test.each([
    ['RESET ALL', 'reset all;'],
    ['SET standard_conforming_strings', 'set standard_conforming_strings = off; set backslash_quote = on;'],
    ['SET search_path', "set search_path = ''; select pg_catalog.set_config('search_path', 'pg_temp', false);"],
    ['SET client_min_messages', 'set client_min_messages = error;'],
    ['SET default_transaction_read_only', 'set default_transaction_read_only = on;'],
    ['SET default_transaction_isolation', 'set default_transaction_isolation = serializable;'],
    [
      'SET SESSION CHARACTERISTICS',
      'set session characteristics as transaction read only, deferrable, isolation level serializable;',
    ],
    ['SET bytea_output, DateStyle', "set bytea_output = escape; set datestyle = 'German, DMY'; set lc_messages = 'C';"],
    ['SET plpgsql.variable_conflict', 'set plpgsql.variable_conflict = use_column; set check_function_bodies = off;'],
    ['SET xmloption, array_nulls', 'set xmloption = document; set array_nulls = off; set quote_all_identifiers = on;'],
    ['SET LOCAL', "set local search_path = ''; set local role = pg_monitor;"],
    ['SET CONSTRAINTS', 'set constraints all deferred;'],
  ])('does not spoil the package: %s', async (_title, sql) => {
    await withFreshDatabase(async (url) => {
      const guarded =
        "--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:\"a\\b\" select 'a' || chr(92) || 'b'\n"
      const last = `${guarded}create table after (id int default 1, t text default 'it''s');`
      const files = formatted(['a', sql], ["it's-b", 'select 1;'], ['c', last])
      await deploy(url, files)
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED', "it's-b": 'EXECUTED', c: 'EXECUTED' })
      expect(await tablesOf(url)).toEqual(['after'])
    })
  })

  test.each(['set role %', 'set session authorization %'])('lasts, as in Liquibase: %s', async (statement) => {
    await withFreshDatabase(async (url) => {
      const role = `r_${new URL(url).pathname.slice(1)}`
      await query(url, `create role ${role}; grant all on schema public to ${role}`)
      try {
        const grant = `grant all on databasechangelog, databasechangeloglock to ${role};`
        const files = formatted(['a', `${grant} ${statement.replace('%', role)};`], ['b', 'create table b (id int);'])
        const { text } = await buildFrom(files)
        await withSession(url, async (client) => {
          expect((await runPackage(client, text)).errors).toEqual([])
        })
        const rows = await query(url, "select tableowner from pg_tables where tablename = 'b'")
        expect(rows).toEqual([{ tableowner: role }])
      } finally {
        await query(url, `drop owned by ${role}; drop role ${role}`)
      }
    })
  })
})

test('an event trigger that a changeset makes sees the changesets after it', async () => {
  await withFreshDatabase(async (url) => {
    const body =
      'create function note() returns event_trigger language plpgsql as $$ begin insert into seen values (tg_tag); end $$;'
    await deploy(
      url,
      formatted(
        [
          'a splitStatements:false',
          `create table seen (tag text); ${body} create event trigger et on ddl_command_end execute function note()`,
        ],
        ['b', 'create table b (id int);'],
      ),
    )
    expect(await query(url, 'select tag from seen')).toEqual([{ tag: 'CREATE TABLE' }])
  })
})

test('changes of one changeset run in their order, those for another database left out', async () => {
  await withFreshDatabase(async (url) => {
    const files: Files = {
      'root.xml':
        xml(`<changeSet id="a" author="me"><sql>create table t (v text)</sql><sql dbms="oracle">no such thing</sql>
<sqlFile path="f.txt"/><sql dbms="postgresql, h2">insert into t values ('3')</sql></changeSet>
<changeSet id="b" author="me"><tagDatabase tag="v1"/></changeSet>`),
      'f.txt': "insert into t values ('1');\ninsert into t values ('2');\n",
    }
    await deploy(url, files)
    expect(await query(url, 'select v from t order by ctid')).toEqual([{ v: '1' }, { v: '2' }, { v: '3' }])
    expect(await query(url, 'select id, tag from databasechangelog order by id')).toEqual([
      { id: 'a', tag: null },
      { id: 'b', tag: 'v1' },
    ])
  })
})

describe('in a single transaction', () => {
  const single: Wishes = { package: { transaction: 'single' } }
  const deferred =
    'create table p (id int primary key); create table c (id int references p deferrable initially deferred);'

  test('all changesets arrive, or none of them and no history', async () => {
    const good = [['a', 'create table a (id int);'] as const, ['b failOnError:false', 'select 1 / 0;'] as const]
    await withFreshDatabase(async (url) => {
      const said = await attempt(url, formatted(...good, ['c', 'select no_such_thing;']), single)
      expect(said.errors[0]?.message).toContain('no_such_thing')
      expect(said.notices.join('\n')).toContain('root.sql::c::me failed at root.sql:10')
      expect(await query(url, "select relname from pg_class where relnamespace = 'public'::regnamespace")).toEqual([])
      await deploy(url, formatted(...good, ['c', 'create table c (id int);']), single)
      expect([await tablesOf(url), await outcomes(url)]).toEqual([['a', 'c'], { a: 'EXECUTED', c: 'EXECUTED' }])
    })
  })

  test('what a changeset sets for its transaction ends with it', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create table seen (id text, a text, b text, c text, d text)')
      const look = (id: string): string =>
        `insert into public.seen values ('${id}', current_setting('lock_timeout'), current_setting('timezone'), coalesce(current_setting('my.own', true), ''), current_user);`
      const set = `set local lock_timeout = '7s'; set local time zone 'Asia/Tokyo'; set local my.own to 'x';
set local "lock_timeout" to '8s'; grant all on seen to pg_monitor; set local role pg_monitor;`
      await deploy(url, formatted(['0', look('0')], ['1', `${set} ${look('1')}`], ['2', look('2')]), single)
      const [zero, one, two] = await query(url, 'select * from seen order by id')
      expect(one).toMatchObject({ a: '8s', b: 'Asia/Tokyo', c: 'x', d: 'pg_monitor' })
      expect(two).toEqual({ ...zero, id: '2' })
    })
  })

  test('every changeset may defer its own constraints, and the one that breaks them is named', async () => {
    await withFreshDatabase(async (url) => {
      const late = (n: number) => `insert into c values (${n}); insert into p values (${n});`
      await deploy(url, formatted(['a', deferred], ['b', late(1)], ['c', late(2)]), single)
      const { notices } = await attempt(url, formatted(['d', 'insert into c values (3);'], ['e', late(4)]), single)
      expect(notices.join('\n')).toContain('changeset root.sql::d::me failed at')
      expect(await query(url, 'select id from c order by 1')).toEqual([{ id: 1 }, { id: 2 }])
    })
  })
})
