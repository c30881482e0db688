import { describe, expect, test } from 'vitest'
import { makeTree, xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump, historyRows } from '../support/dump.ts'
import { liquibase } from '../support/liquibase.ts'
import { attempt, buildFrom, deploy, outcomes, runPackage, withSession } from '../support/package.ts'

const schema =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"'

/** A changelog with each of these changes in a changeset of its own. */
function changelogOf(...changes: readonly string[]): { readonly 'root.xml': string } {
  const changesets = changes.map((change, index) => `<changeSet id="${index + 1}" author="me">${change}</changeSet>`)
  return { 'root.xml': xml(changesets.join('\n'), ` ${schema}`) }
}

const people = `
  CREATE SCHEMA sales;
  CREATE TABLE person (id int CONSTRAINT person_key PRIMARY KEY, other int UNIQUE);
  CREATE TABLE "Person" (id int, PRIMARY KEY (id));
  CREATE TABLE sales.person (id int CONSTRAINT "Odd Name" PRIMARY KEY);
  CREATE TABLE child (
    a int CONSTRAINT fk_a REFERENCES person, b int CONSTRAINT "Fk B" REFERENCES person (other), c int PRIMARY KEY);
  ALTER TABLE child ADD CONSTRAINT self FOREIGN KEY (a) REFERENCES child (c) NOT VALID;
  CREATE TABLE "Child" (a int CONSTRAINT fk_mixed REFERENCES "Person");
  CREATE TABLE sales.child (a int CONSTRAINT fk_a REFERENCES sales.person);
  CREATE TABLE sales.order (a int CONSTRAINT fk_order REFERENCES person (other));
  CREATE TABLE inbound (a int CONSTRAINT fk_a REFERENCES child);`

/** Runs the changelog on two databases made alike, here and by Liquibase, and expects them to stay alike. */
async function expectTwins(before: string, ...changes: readonly string[]): Promise<void> {
  const files = changelogOf(...changes)
  await withFreshDatabase(async (mine) => {
    await withFreshDatabase(async (theirs) => {
      for (const url of [mine, theirs]) await query(url, before)
      const options = { changelogFile: 'root.xml', searchPath: makeTree(files) }
      const result = await liquibase(theirs, 'update', options)
      expect(result.exitCode, result.stderr).toBe(0)
      await deploy(mine, files)
      expect(await dump(mine)).toEqual(await dump(theirs))
      expect(await historyRows(mine)).toEqual(await historyRows(theirs))
    })
  })
}

async function constraintsOf(url: string): Promise<string[]> {
  const rows = await query<{ name: string }>(
    url,
    `select conrelid::regclass || ' ' || conname as name from pg_constraint
      where contype in ('f', 'p') and connamespace::regnamespace::text !~ '^pg_' and conrelid::regclass::text !~ 'databasechange'
      order by 1`,
  )
  return rows.map((row) => row.name)
}

describe('dropAllForeignKeyConstraints', () => {
  test('drops what the table has on the target, and leaves what points to it, as Liquibase does', async () => {
    await expectTwins(
      people,
      '<dropAllForeignKeyConstraints baseTableName="child"/>',
      '<dropAllForeignKeyConstraints baseTableName="Child"/>',
      '<dropAllForeignKeyConstraints baseTableName="CHILD" baseTableSchemaName="SALES"/>',
      '<dropAllForeignKeyConstraints baseTableName="order" baseTableSchemaName="sales"/>',
      '<dropAllForeignKeyConstraints baseTableName="nowhere"/>',
      '<dropAllForeignKeyConstraints baseTableName="child" baseTableSchemaName="Sales"/>',
    )
  })

  test('is reached by modifySql, and a message is not, as in Liquibase', async () => {
    await expectTwins(
      people,
      `<dropAllForeignKeyConstraints baseTableName="Child"/><output>unchanged</output>
       <modifySql><append value=", ADD appended int"/><regExpReplace replace="(DROP) (\\w+)" with="ADD k$2 int, $1 $2"/>
         <replace replace="kCONSTRAINT" with="replaced"/></modifySql>`,
    )
  })

  test('is asked again on each target: a package built nowhere drops what is there', async () => {
    const { text } = await buildFrom(changelogOf('<dropAllForeignKeyConstraints baseTableName="child"/>'))
    for (const extra of ['', 'ALTER TABLE child ADD CONSTRAINT late FOREIGN KEY (b) REFERENCES child (c)']) {
      await withFreshDatabase(async (url) => {
        await query(url, `${people};${extra}`)
        await withSession(url, async (client) => expect((await runPackage(client, text)).errors).toEqual([]))
        expect((await constraintsOf(url)).filter((name) => /^child fk|^child late|^child self/i.test(name))).toEqual([])
      })
    }
  })

  test('drops names in upper case and a key on a partitioned table, on which Liquibase fails', async () => {
    await withFreshDatabase(async (url) => {
      await query(
        url,
        `CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
         CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
         CREATE TABLE child (a int CONSTRAINT "UPPER" REFERENCES part, b int CONSTRAINT "quo""te" REFERENCES part)`,
      )
      await deploy(url, changelogOf('<dropAllForeignKeyConstraints baseTableName="child"/>'))
      expect(await constraintsOf(url)).toEqual(['part part_pkey', 'part_1 part_1_pkey'])
    })
  })

  test('takes names with quotes for names', async () => {
    const name = `o'k "$$ $do$\\`
    await withFreshDatabase(async (url) => {
      const quoted = `"${name.replaceAll('"', '""')}"`
      await query(
        url,
        `CREATE TABLE ${quoted} (id int PRIMARY KEY, a int);
         ALTER TABLE ${quoted} ADD CONSTRAINT ${quoted} FOREIGN KEY (a) REFERENCES ${quoted}`,
      )
      const attribute = name.replaceAll('"', '&quot;')
      const files = changelogOf(
        `<dropAllForeignKeyConstraints baseTableName="${attribute}"/>`,
        `<dropPrimaryKey tableName="${attribute}"/>`,
      )
      await deploy(url, files)
      expect(await constraintsOf(url)).toEqual([])
    })
  })

  test('looks where the session stands when no schema is given', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, `${people}; ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET search_path = sales, public`)
      await deploy(url, changelogOf('<dropAllForeignKeyConstraints baseTableName="child"/>'))
      const left = (await constraintsOf(url)).filter((name) => name.includes(' fk_a'))
      expect(left).toEqual(['inbound fk_a', 'public.child fk_a'])
    })
  })
})

describe('dropPrimaryKey without a name', () => {
  test('finds the key on the target, as Liquibase does', async () => {
    await expectTwins(
      `${people}; ALTER TABLE child DROP CONSTRAINT fk_a; ALTER TABLE "Child" DROP CONSTRAINT fk_mixed;
       ALTER TABLE sales.child DROP CONSTRAINT fk_a`,
      '<dropPrimaryKey tableName="person"/>',
      '<dropPrimaryKey tableName="Person"/>',
      '<dropPrimaryKey tableName="PERSON" schemaName="sales"/>',
    )
  })

  test('looks where the session stands when no schema is given', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, `${people}; ALTER TABLE sales.child DROP CONSTRAINT fk_a`)
      await query(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET search_path = sales, public`)
      await deploy(url, changelogOf('<dropPrimaryKey tableName="person"/>'))
      expect((await constraintsOf(url)).filter((name) => /person/i.test(name))).toEqual([
        '"Person" Person_pkey',
        'public.person person_key',
      ])
    })
  })

  test('fails where there is none, as in Liquibase', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'CREATE TABLE person (id int)')
      const said = await attempt(url, changelogOf('<dropPrimaryKey tableName="person"/>'))
      expect(said.errors.map((error) => error.message)).toContain('query returned no rows')
      expect(await outcomes(url)).toEqual({})
    })
  })
})

describe('output and stop', () => {
  test('output says its message and its target each time it runs, and stops nothing', async () => {
    await withFreshDatabase(async (url) => {
      const said = await deploy(
        url,
        changelogOf(
          "<output>feed the cat, it's time</output>",
          '<output target="stdout">to be seen</output>',
          '<output target="FATAL">nothing stops</output>',
          '<output target="DEBUG">not shown</output>',
        ),
      )
      expect(said.notices.filter((notice) => notice.includes('output ('))).toEqual([
        "NOTICE: output (STDERR): feed the cat, it's time",
        'NOTICE: output (stdout): to be seen',
        'WARNING: output (FATAL): nothing stops',
      ])
      expect(await outcomes(url)).toEqual({ 1: 'EXECUTED', 2: 'EXECUTED', 3: 'EXECUTED', 4: 'EXECUTED' })
    })
  })

  test('stop fails with its message, undoes its changeset, and nothing after it runs', async () => {
    const files = changelogOf(
      '<sql>create table before_it (n int)</sql>',
      "<sql>create table with_it (n int)</sql><stop>that's enough</stop>",
      '<sql>create table after_it (n int)</sql>',
    )
    await withFreshDatabase(async (url) => {
      const said = await attempt(url, files)
      expect(said.errors[0]?.message).toBe("that's enough")
      expect(await outcomes(url)).toEqual({ 1: 'EXECUTED' })
      const tables = await query<{ name: string }>(url, `select relname as name from pg_class where relname ~ '_it$'`)
      expect(tables).toEqual([{ name: 'before_it' }])
    })
  })

  test('a stop whose failure is forgiven leaves its changeset pending, and the next one runs', async () => {
    const changesets = `<changeSet id="1" author="me" failOnError="false"><stop/></changeSet>
      <changeSet id="2" author="me"><sql>select 1</sql></changeSet>`
    await withFreshDatabase(async (url) => {
      await deploy(url, { 'root.xml': xml(changesets) })
      expect(await outcomes(url)).toEqual({ 2: 'EXECUTED' })
    })
  })
})
