import { expect, test } from 'vitest'
import { validate } from '../../src/task/validate.ts'
import { buildFrom, type Files, withContext } from '../support/package.ts'
import { type Step, walkTwins } from './twins.ts'

/** What Liquibase's validation refuses, by id; their checksums are those of what is written. */
const FAULTY: Readonly<Record<string, string>> = {
  'no type': '{createTable: {tableName: t1, columns: [{column: {name: id}}]}}',
  'no table name': '{createTable: {columns: [{column: {name: id, type: int}}]}}',
  'blank name': "{dropTable: {tableName: ' '}}",
  'no SQL': "{sql: {sql: ''}}",
  'not for PostgreSQL': '{addUniqueConstraint: {tableName: x, columnNames: y, clustered: true}}',
  'no columns': '{insert: {tableName: x}}',
  'unknown database': '{createProcedure: {dbms: foo, procedureBody: x}}',
  'unknown target': '{output: {target: foo, message: hi}}',
  'no duration': '{executeCommand: {executable: x, timeout: foo}}',
  'no blob': '{insert: {tableName: x, columns: [{column: {name: a, valueBlobFile: no.bin}}]}}',
}

const changesets = (changeOf: (id: string) => string): Files => ({
  'old.yaml': `databaseChangeLog:\n${Object.keys(FAULTY)
    .map((id) => `- changeSet: {id: ${id}, author: me, changes: [${changeOf(id)}]}\n`)
    .join('')}`,
})
const root = (id: string): Files => ({
  'root.sql': `--liquibase formatted sql\n--changeset me:${id}\ncreate table ${id} (i int);\n`,
})
const yaml: Files = {
  'root.xml': `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"
><include file="old.yaml"/><include file="root.sql"/></databaseChangeLog>`,
}
const update: Step = { does: 'update' }

test('faults of what ran keep nobody from running the rest, and what is written gets its checksum', async () => {
  const before = { ...yaml, ...root('first'), ...changesets(() => '{sql: {sql: select 1}}') }
  const after = { ...yaml, ...root('second'), ...changesets((id) => FAULTY[id] ?? '') }
  await walkTwins(
    before,
    [update, { does: 'clear-checksums' }, { does: 'edit', files: after }, update, update, { does: 'changelog-sync' }],
    null,
    async ({ ours }) => {
      const report = await withContext(after, { url: ours }, validate)
      const waived = report.warnings.filter(({ message }) => message.includes('nobody asks'))
      expect(waived.map(({ place }) => place?.line)).toEqual(Object.keys(FAULTY).map((_, at) => at + 2))
      // They are not packaged, though, for those on whose target they did not run.
      await expect(buildFrom(after, { url: ours })).rejects.toThrow('column id of createTable has no type')
    },
  )
}, 120_000)
