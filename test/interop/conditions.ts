import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Conditions that hold, do not hold, or cannot be checked, as Liquibase sees it: each is told apart by its history row. */
export const conditions: readonly string[] = [
  ...[
    ["'yes'", 'yes'],
    ["'no'", 'yes'],
    ['true', 't'],
    ['true', 'true'],
    ['1', '1'],
    ['1.50', '1.5'],
    ['1.50', '1.50'],
    ['count(*) from small', '0'],
    ["'a,b'", 'a,b'],
    ["'a)b('", 'a)b('],
    [`'he said "a"'`, 'he said &quot;a&quot;'],
    [`'"'`, '&quot;'],
    [`'""'`, '&quot;&quot;'],
    ["'it''s'", 'it&apos;s'],
    [String.raw`'c:\dir\\x'`, String.raw`c:\dir\\x`],
    [String.raw`'\'`, '\\'],
    ["' '", ' '],
    ["' a'", ' a'],
    ["''", ''],
    ["'x' || chr(10) || 'y'", 'x&#10;y'],
    ["'null'", 'null'],
    ['null', ''],
    ['null::text', 'null'],
    ["'é漢😀'", 'é漢😀'],
    ['array[1,2]', '{1,2}'],
    ["array['a b', 'c']", '{"a b",c}'.replaceAll('"', '&quot;')],
    ['row(1, 2)', '(1,2)'],
    ["'{&quot;a&quot;: 1}'::jsonb", '{&quot;a&quot;: 1}'],
    ["date '2026-01-02'", '2026-01-02'],
    ["'\\x00ff'::bytea", '\\x00ff'],
    ['n from generate_series(1, 2) n', '1'],
    ['n from generate_series(1, 0) n', '1'],
    ['1, 2', '1'],
    ['1, 2', '2'],
    ['1 / 0', '1'],
    ['1;', '1'],
    ['1 -- said', '1'],
    ['no_such_column', '1'],
  ].map(([sql, expected]) => `<sqlCheck expectedResult="${expected}">select ${sql}</sqlCheck>`),
  ...[
    'small',
    'SMALL',
    'Mixed',
    'mixed',
    'MIXED',
    'UPPER',
    'upper',
    'with space',
    'parted',
    'parted_1',
    'passing',
    'v',
    'mv',
    'hidden',
    'no_such',
  ].flatMap((name) => [
    `<tableExists tableName="${name}"/>`,
    `<tableExists tableName="${name}" schemaName="other"/>`,
    `<viewExists viewName="${name}"/>`,
  ]),
  '<tableExists tableName="small" schemaName="PUBLIC"/>',
  '<tableExists tableName="hidden" schemaName="OTHER"/>',
  '<tableExists tableName="in_mixed" schemaName="MixedSchema"/>',
  '<tableExists tableName="in_mixed" schemaName="mixedschema"/>',
  '<tableExists tableName="small" schemaName="no_such"/>',
  '<viewExists viewName="ov" schemaName="other"/>',
  ...['postgresql', 'PostgreSQL', 'oracle', 'oracle, postgresql', '!oracle', '!postgresql', 'all', 'none'].map(
    (type) => `<dbms type="${type}"/>`,
  ),
  '<changeSetExecuted id="ground" author="kim"/>',
  '<changeSetExecuted id="ground" author="kim" changeLogFile="root.xml"/>',
  '<changeSetExecuted id="ground" author="kim" changeLogFile="./root.xml"/>',
  '<changeSetExecuted id="ground" author="kim" changeLogFile="classpath:root.xml"/>',
  '<changeSetExecuted id="GROUND" author="kim" changeLogFile="root.xml"/>',
  '<changeSetExecuted id="ground" author="Kim" changeLogFile="root.xml"/>',
  '<changeSetExecuted id="marked" author="kim" changeLogFile="root.xml"/>',
  '<changeSetExecuted id="last" author="kim" changeLogFile="root.xml"/>',
  '<runningAs username="nobody"/>',
  ...['early', 'EARLY', 'late', 'local', 'elsewhere', 'filtered', 'no_such'].flatMap((name) => [
    `<changeLogPropertyDefined property="${name}"/>`,
    `<changeLogPropertyDefined property="${name}" value="1"/>`,
    `<changeLogPropertyDefined property="${name}" value="2"/>`,
  ]),
  '<and/>',
  '<or/>',
  '<not/>',
  ...['and', 'or', 'not'].flatMap((join) => [
    `<${join}><dbms type="postgresql"/><dbms type="oracle"/></${join}>`,
    `<${join}><dbms type="oracle"/><dbms type="postgresql"/></${join}>`,
    `<${join}><dbms type="oracle"/><dbms type="oracle"/></${join}>`,
    `<${join}><dbms type="postgresql"/><sqlCheck expectedResult="1">select 1 / 0</sqlCheck></${join}>`,
    `<${join}><dbms type="oracle"/><sqlCheck expectedResult="1">select 1 / 0</sqlCheck></${join}>`,
    `<${join}><sqlCheck expectedResult="1">select 1 / 0</sqlCheck><dbms type="postgresql"/></${join}>`,
  ]),
  '<not><or><dbms type="oracle"/><and><dbms type="postgresql"/><not><dbms type="oracle"/></not></and></or></not>',
  '<dbms type="postgresql"/><dbms type="oracle"/>',
]

const ground = `create table small (id int);
create table "Mixed" (id int);
create table "UPPER" (id int);
create table "with space" (id int);
create table parted (id int) partition by range (id);
create table parted_1 partition of parted for values from (1) to (2);
create temporary table passing (id int);
create view v as select 1 as n;
create materialized view mv as select 1 as n;
create schema other;
create schema "MixedSchema";
create table other.hidden (id int);
create view other.ov as select 1 as n;
create table "MixedSchema".in_mixed (id int)`

function changeset(id: string, content: string): string {
  return `<changeSet id="${id}" author="kim">${content}</changeSet>`
}

function probe(condition: string, n: number): string {
  const outcome = '<preConditions onFail="MARK_RAN" onError="CONTINUE">'
  return changeset(`${n}`, `${outcome}${condition}</preConditions><sql>select ${n}</sql>`)
}

const root = `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">`

/** A changelog with one changeset for each condition. */
export function writeConditions(folder: string): void {
  const elsewhere = '<property name="late" value="1"/><property name="elsewhere" value="1" global="false"/>'
  writeFileSync(join(folder, 'elsewhere.xml'), `${root}${elsewhere}</databaseChangeLog>`)
  writeFileSync(
    join(folder, 'root.xml'),
    `${root}
<property name="early" value="1"/>
<property name="local" value="1" global="false"/>
<property name="filtered" value="1" dbms="oracle"/>
${changeset('ground', `<sql>${ground}</sql>`)}
${changeset('marked', '<preConditions onFail="MARK_RAN"><dbms type="oracle"/></preConditions><sql>select 1</sql>')}
${conditions.map(probe).join('\n')}
${changeset('last', '<sql>select 1</sql>')}
<include file="elsewhere.xml"/>
</databaseChangeLog>`,
  )
}
