import { describe, expect, test } from 'vitest'
import { makeTree } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { liquibase } from '../support/liquibase.ts'
import { buildFrom, type Files } from '../support/package.ts'
import { sideBySide } from './side-by-side.ts'

const ROOT = `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">`

const outcomes = ['HALT', 'CONTINUE', 'MARK_RAN', 'WARN'] as const
const checks = {
  holds: '<dbms type="postgresql"/>',
  fails: '<not><tableExists tableName="before"/></not>',
  errs: '<rowCount tableName="no_such" expectedRows="1"/>',
}

function xml(content: string): Files {
  return { 'root.xml': `${ROOT}${content}</databaseChangeLog>` }
}

function table(id: string): string {
  return `<changeSet id="${id}" author="kim"><sql>create table "${id}" (n int)</sql></changeSet>`
}

/** One changeset with the conditions, between one before it and one behind it. */
function guarded(options: string, condition: string, attributes = ''): Files {
  const changeset = `<changeSet id="guarded" author="kim" ${attributes}><preConditions ${options}>${condition}</preConditions><sql>create table guarded (n int)</sql></changeSet>`
  return xml(`${table('before')}${changeset}${table('after')}`)
}

async function judge(files: Files, changelog = 'root.xml', ground = 'select 1'): Promise<void> {
  const { liquibase, package: ours } = await sideBySide({ files, changelog, ground })
  expect(ours).toEqual(liquibase)
}

describe('what a condition leads to is what it leads to in Liquibase:', () => {
  const all = outcomes.flatMap((onFail) => outcomes.map((onError) => `onFail="${onFail}" onError="${onError}"`))

  test.each(['', ...all])('%s', async (options) => {
    for (const condition of Object.values(checks)) await judge(guarded(options, condition))
  })
})

test('where failOnError is false not even HALT stops anything', async () => {
  for (const condition of Object.values(checks)) {
    for (const options of ['', 'onFail="MARK_RAN" onError="WARN"']) {
      await judge(guarded(options, condition, 'failOnError="false"'))
    }
  }
})

test('what a changeset was to do runs again, or never, with runAlways and runOnChange', async () => {
  for (const attributes of ['runAlways="true"', 'runOnChange="true"', 'runInTransaction="false"']) {
    for (const onFail of ['MARK_RAN', 'CONTINUE', 'WARN']) {
      await judge(guarded(`onFail="${onFail}"`, checks.fails, attributes))
    }
  }
})

describe('conditions of a changelog refuse the database, or warn:', () => {
  const yaml = (options: string, condition: string): Files => ({
    'root.yaml': `databaseChangeLog:
  - preConditions:
      - ${options}
      - ${condition}
  - changeSet:
      id: "1"
      author: kim
      changes:
        - sql: {sql: "create table t (n int)"}
`,
  })

  test.each(outcomes)('%s, in YAML, whose outcomes no schema narrows', async (outcome) => {
    await judge(yaml(`onFail: ${outcome}`, 'dbms: {type: oracle}'), 'root.yaml')
    await judge(yaml(`onError: ${outcome}`, 'rowCount: {tableName: no_such, expectedRows: 1}'), 'root.yaml')
  })

  test.each(['HALT', 'WARN'])('%s, in XML, also those of an included file', async (outcome) => {
    const preconditions = `<preConditions onFail="${outcome}" onError="HALT"><dbms type="oracle"/></preConditions>`
    await judge(xml(`${preconditions}${table('t')}`))
    const { 'root.xml': included = '' } = xml(`${preconditions}${table('inner')}`)
    await judge({ ...xml(`${table('t')}<include file="inner.xml"/>`), 'inner.xml': included })
  })

  test('conditions that say too little are no conditions there, whatever onFail says', async () => {
    for (const condition of [
      'indexExists: {schemaName: s}',
      'primaryKeyExists: {schemaName: s}',
      'rowCount: {tableName: t}',
    ]) {
      const files = yaml('onFail: WARN', condition)
      const text = (files['root.yaml'] as string).replace('onFail: WARN', 'onFail: WARN\n      - onError: WARN')
      const { exitCode } = await withFreshDatabase((url) =>
        liquibase(url, 'update', { changelogFile: 'root.yaml', searchPath: makeTree({ 'root.yaml': text }) }),
      )
      expect(exitCode).not.toBe(0)
      await expect(buildFrom({ 'root.yaml': text }, { changelog: 'root.yaml' })).rejects.toMatchObject({
        complaints: [{ code: 'CHANGELOG_INVALID', place: { file: 'root.yaml', line: 5 } }],
      })
    }
  })

  test('a strategy of quoting other than the expected is an error there', async () => {
    for (const options of ['onFail="WARN"', 'onError="WARN"']) {
      const expected = '<expectedQuotingStrategy strategy="QUOTE_ALL_OBJECTS"/>'
      await judge(xml(`<preConditions ${options}>${expected}</preConditions>${table('t')}`))
    }
  })
})

test('conditions of a changelog look names up as its root quotes them', async () => {
  const ground = 'create table "Mixed" (n int); create table lower (n int); create table "UPPER" (n int)'
  for (const tableName of ['Mixed', 'lower', 'LOWER', 'UPPER']) {
    const yaml = (strategy: string): string => `databaseChangeLog:
${strategy}  - preConditions: [{tableIsEmpty: {tableName: ${tableName}}}]
  - changeSet: {id: "1", author: kim, changes: [{sql: {sql: select 1}}]}
`
    for (const strategy of [
      '',
      '  - objectQuotingStrategy: LEGACY\n',
      '  - objectQuotingStrategy: QUOTE_ALL_OBJECTS\n',
    ]) {
      await judge({ 'root.yaml': yaml(strategy) }, 'root.yaml', ground)
    }
    await judge(
      xml(`<preConditions><tableIsEmpty tableName="${tableName}"/></preConditions>${table('t')}`),
      'root.xml',
      ground,
    )
  }
})

test('a container among the conditions of YAML decides by its own WARN', async () => {
  for (const nested of ['onFail: WARN', 'onFail: MARK_RAN', 'onError: WARN']) {
    for (const condition of ['dbms: {type: oracle}', 'rowCount: {tableName: no_such, expectedRows: 1}']) {
      const conditions = `[{onFail: MARK_RAN}, {onError: CONTINUE}, {preConditions: [{${nested}}, {${condition}}]}]`
      const changeset = `{id: "1", author: kim, preConditions: ${conditions}, changes: [{sql: {sql: select 1}}]}`
      await judge({ 'root.yaml': `databaseChangeLog: [{changeSet: ${changeset}}]` }, 'root.yaml')
    }
  }
})

test('what YAML leaves out or writes too much of is decided as Liquibase decides it', async () => {
  const conditions = [
    ...[
      'tableExists: {}',
      'tableExists: small',
      'tableExists: {tablename: small}',
      'tableExists: {tableName: small, foo: 1}',
    ],
    ...['viewExists: {schemaName: public}', 'columnExists: {columnName: n}', 'columnExists: {tableName: small}'],
    ...['sequenceExists: {}', 'foreignKeyConstraintExists: {schemaName: public}', 'indexExists: {tableName: small}'],
    ...['primaryKeyExists: {}', 'rowCount: {tableName: small}', 'rowCount: {tableName: small, expectedRows: 0}'],
    ...['tableIsEmpty: {}', 'dbms: {}', 'dbms: postgresql', 'dbms: {type: [oracle, postgresql]}', 'runningAs: {}'],
    ...['changeSetExecuted: {}', 'changeSetExecuted: {id: small, author: kim}', 'changeLogPropertyDefined: {}'],
    ...[
      'and: {}',
      'or: {}',
      'not: {}',
      'fooExists: small',
      'sqlCheck: {expectedResult: 0, sql: select count(*) from small}',
    ],
    ...['not: {tableExists: {tableName: small}}', 'or: [{dbms: {type: h2}}, {tableExists: {tableName: small}}]'],
  ]
  const changesets = conditions.map(
    (condition, n) => `  - changeSet:
      id: c${n}
      author: kim
      preConditions: [{onFail: MARK_RAN}, {onError: CONTINUE}, {${condition}}]
      changes: [{sql: {sql: select ${n}}}]`,
  )
  const small = `  - changeSet: {id: small, author: kim, changes: [{sql: {sql: create table small (n int)}}]}`
  await judge({ 'root.yaml': ['databaseChangeLog:', small, ...changesets].join('\n') }, 'root.yaml')
})
