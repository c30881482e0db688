import { expect, test } from 'vitest'
import { query } from '../support/database.ts'
import { walkTwins } from './twins.ts'

const SCHEMA = ` xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"`
const insert = (id: string, value: string, more = ''): string =>
  `<changeSet id="${id}" author="me" failOnError="false"><insert tableName="t"><column name="d" valueComputed="${value}"/>${more}</insert></changeSet>`
const sql = (id: string, text: string): string =>
  `<changeSet id="${id}" author="me" failOnError="false"><sql>${text}</sql></changeSet>`

const files = {
  'root.xml': `<databaseChangeLog${SCHEMA}>
${sql('table', "create table t (d date default {d '1999-12-31'}, x text)")}
${insert('computed', "{d '2020-01-01'}")}
${insert('question mark', "{d '2020-01-02'}", '<column name="x" value="a?"/>')}
${sql('text', "insert into t (x) values ('?' || {fn ucase('a?')}), ({fn concat({fn left('abc', 2)}, {fn space(2)})})")}
${sql('json', `insert into t (x) select j::text from (select '{"d": "x"}'::jsonb as j) as s where j ?? 'd'`)}
${sql('join', "insert into t (x) select a.x from {oj t as a left join t as b on (a.d = b.d and false)} where a.x like '!?%' {escape '!'}")}
${sql('refused by the server', '{call nothing()}')}
<changeSet id="checked" author="me"><preConditions><sqlCheck expectedResult="1">select count(*) from t where d = {d '2020-01-01'} and '?' = '?'</sqlCheck></preConditions>
<createProcedure>create function f() returns date language sql as $$ select current_date $$</createProcedure><rollback/></changeSet>
<changeSet id="view" author="me"><createView viewName="v">select {ts '2020-01-01 10:00'} as t</createView></changeSet>
</databaseChangeLog>`,
}

test('escapes of JDBC become what the driver makes of them', async () => {
  await walkTwins(files, [{ does: 'update' }], null, async ({ ours, theirs }) => {
    const rows = (url: string) => query(url, 'select t.*, v.t from t, v order by d, x')
    expect(await rows(ours)).toEqual(await rows(theirs))
    expect(await rows(ours)).toHaveLength(5)
  })
}, 120_000)
