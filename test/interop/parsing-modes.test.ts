import { describe, expect, test } from 'vitest'
import type { ParsingModes } from '../../src/model/settings.ts'
import { listChecksums } from '../../src/task/list-checksums.ts'
import { makeTree } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { liquibase } from '../support/liquibase.ts'
import { type Files, withContext } from '../support/package.ts'

const SCHEMA = `xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"`
const text = (...names: readonly string[]): string => names.map((name) => `$\{${name}}`).join(' | ')
const expressions = text('known', 'no', ':known', ': known ', 'nested', ' :known', ':no', 'outer')
const xml = (content: string): Files => ({
  'root.xml': `<databaseChangeLog ${SCHEMA}><property name="known" value="1"/><property name="nested" value="$\{:known} $\{known}"/>
<property name="outer" value="$\{no}."/>${content}</databaseChangeLog>`,
})
const files: Files = {
  ...xml(`<changeSet id="xml" author="me"><sql>select '${expressions}'</sql></changeSet>
<changeSet id="ran elsewhere" author="me" dbms="oracle"><sql>select 1</sql></changeSet>
<changeSet id="view" author="me"><createView viewName="v" path="view.sql"/></changeSet>
<include file="f.sql"/><include file="y.yaml"/>`),
  'view.sql': `select '${expressions}'`,
  'f.sql': `--liquibase formatted sql\n--changeset me:sql\nselect '${expressions}';\n`,
  'y.yaml': `databaseChangeLog:\n- changeSet: {id: yaml, author: me, changes: [{sql: {sql: "select '${expressions}'"}}]}\n`,
}
const unknown: Files = {
  ...xml('<include file="y.yaml"/>'),
  'y.yaml': `databaseChangeLog:
- changeSet: {id: 1, author: me, changes: [{noSuchChange: {a: 1}}, {sql: {sql: select 1}}], preConditions: [{noSuchCondition: {a: 1}}]}
`,
}
const usual: ParsingModes = { missingProperties: 'preserve', propertyEscaping: false, unknownEntries: 'refuse' }

async function byLiquibase(given: Files, global: readonly string[]): Promise<string[]> {
  return withFreshDatabase(async (url) => {
    const options = { changelogFile: 'root.xml', searchPath: makeTree(given), global }
    const { exitCode, stderr } = await liquibase(url, 'changelog-sync', options)
    if (exitCode !== 0) throw new Error(stderr)
    const rows = await query<{ id: string; md5sum: string }>(
      url,
      'select id, md5sum from databasechangelog order by orderexecuted',
    )
    return rows.map(({ id, md5sum }) => `${id} ${md5sum}`)
  })
}

async function byUs(given: Files, modes: Partial<ParsingModes>): Promise<string[]> {
  const rows = await withContext(given, { parsing: { ...usual, ...modes } }, (context) => listChecksums(context, 9))
  return rows.map(({ key, checksum }) => `${key.id} ${checksum}`)
}

describe('changelogs are read as Liquibase reads them', { timeout: 120_000 }, () => {
  test.each<[string[], Partial<ParsingModes>]>([
    [[], {}],
    [['--missing-property-mode=EMPTY'], { missingProperties: 'empty' }],
    [['--support-property-escaping=true'], { propertyEscaping: true }],
    [
      ['--support-property-escaping=true', '--missing-property-mode=empty'],
      { propertyEscaping: true, missingProperties: 'empty' },
    ],
  ])('with %s', async (global, modes) => {
    expect(await byUs(files, modes)).toEqual(await byLiquibase(files, global))
  })

  test('with --missing-property-mode=ERROR, in a changeset for another database as well', async () => {
    const foreign = xml(`<changeSet id="1" author="me" dbms="oracle"><sql>select '$\{no}'</sql></changeSet>`)
    await expect(byLiquibase(foreign, ['--missing-property-mode=ERROR'])).rejects.toThrow('no')
    await expect(byUs(foreign, { missingProperties: 'error' })).rejects.toMatchObject({ code: 'PROPERTY_UNDEFINED' })
    const yaml = { ...xml('<include file="y.yaml"/>'), 'y.yaml': files['y.yaml'] ?? '' }
    await expect(byLiquibase(yaml, ['--missing-property-mode=ERROR'])).rejects.toThrow('no')
    await expect(byUs(yaml, { missingProperties: 'error' })).rejects.toMatchObject({ code: 'PROPERTY_UNDEFINED' })
  })

  test('with --changelog-parse-mode=LAX, which passes over what nobody knows', async () => {
    expect(await byUs(unknown, { unknownEntries: 'pass' })).toEqual(
      await byLiquibase(unknown, ['--changelog-parse-mode=LAX']),
    )
    await expect(byLiquibase(unknown, [])).rejects.toThrow('noSuchChange')
    await expect(byUs(unknown, {})).rejects.toThrow('noSuchChange')
  })
})
