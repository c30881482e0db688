import { describe, expect, test } from 'vitest'
import type { Precondition } from '../../src/model/precondition.ts'
import { complaintsOf, makeTree, open, read, xml } from './tree.ts'

function inXml(conditions: string, options = ''): string {
  return xml(
    `<changeSet id="1" author="me"><preConditions ${options}>\n${conditions}</preConditions><sql>select 1</sql></changeSet>`,
  )
}

function inYaml(conditions: string): string {
  return `databaseChangeLog:
- changeSet:
    id: 1
    author: me
    preConditions: [${conditions}]
    changes: [{sql: {sql: select 1}}]
`
}

function yamlOf(conditions: string) {
  return read({ 'root.yaml': inYaml(conditions) }, { changelog: 'root.yaml' })
}

/** The message of every complaint, behind its place. */
function messages(files: Record<string, string>, changelog: string): string[] {
  const root = makeTree(files)
  const texts: string[] = []
  complaintsOf(() => {
    try {
      open(root, { changelog })
    } catch (error) {
      texts.push(...String((error as Error).message).split('\n'))
      throw error
    }
  })
  return texts.map((text) => text.replace(/ \[[A-Z_]+\]$/, ''))
}

test('every condition is read alike from XML, YAML and JSON', () => {
  const conditions: readonly [string, Readonly<Record<string, string>>][] = [
    ['tableExists', { tableName: 't', schemaName: 's' }],
    ['viewExists', { viewName: 'v', schemaName: 's' }],
    ['sequenceExists', { sequenceName: 'q', schemaName: 's' }],
    ['columnExists', { tableName: 't', columnName: 'c', schemaName: 's', catalogName: 'd' }],
    ['indexExists', { indexName: 'i', tableName: 't', columnNames: 'a, b', schemaName: 's' }],
    ['primaryKeyExists', { primaryKeyName: 'p', tableName: 't', schemaName: 's' }],
    ['foreignKeyConstraintExists', { foreignKeyName: 'f', foreignKeyTableName: 't', schemaName: 's' }],
    [
      'uniqueConstraintExists',
      { constraintName: 'u', tableName: 't', columnNames: 'a', schemaName: 's', catalogName: 'd' },
    ],
    ['tableIsEmpty', { tableName: 't', schemaName: 's' }],
    ['rowCount', { tableName: 't', expectedRows: '7', schemaName: 's' }],
    ['dbms', { type: 'postgresql' }],
    ['runningAs', { username: 'me' }],
    ['customPrecondition', { className: 'com.acme.Ready' }],
  ]
  const element = ([kind, fields]: (typeof conditions)[number]): string =>
    `<${kind} ${Object.entries(fields)
      .map(([name, value]) => `${name}="${value}"`)
      .join(' ')}/>`
  const entries = conditions.map(([kind, fields]) => ({ [kind]: fields }))
  const changeSet = { id: '1', author: 'me', preConditions: entries, changes: [{ sql: { sql: 'select 1' } }] }
  const json = JSON.stringify({ databaseChangeLog: [{ changeSet }] })
  const withoutPlaces = (found: readonly Precondition[] | undefined) => found?.map(({ place: _, ...rest }) => rest)
  const fromXml = read({ 'root.xml': inXml(conditions.map(element).join('\n')) }).changesets[0]?.preconditions
  const fromJson = read({ 'root.json': json }, { changelog: 'root.json' }).changesets[0]?.preconditions
  const fromYaml = yamlOf(entries.map((entry) => JSON.stringify(entry)).join(', ')).changesets[0]?.preconditions
  expect(withoutPlaces(fromXml?.conditions)).toEqual(conditions.map(([kind, fields]) => ({ kind, ...fields })))
  expect(withoutPlaces(fromJson?.conditions)).toEqual(withoutPlaces(fromXml?.conditions))
  expect(withoutPlaces(fromYaml?.conditions)).toEqual(withoutPlaces(fromXml?.conditions))
})

test('options are read in any case, and default to HALT and IGNORE', () => {
  const [one] = read({ 'root.xml': inXml('<dbms type="h2"/>') }).changesets
  expect(one?.preconditions).toMatchObject({
    onFail: 'HALT',
    onError: 'HALT',
    onSqlOutput: 'IGNORE',
    onFailMessage: null,
  })
  const [two] = yamlOf(
    '{onfail: mark_ran}, {ONERROR: Warn}, {onSqlOutput: test}, {onFailMessage: m}, {dbms: {type: h2}}',
  ).changesets
  expect(two?.preconditions).toMatchObject({
    onFail: 'MARK_RAN',
    onError: 'WARN',
    onSqlOutput: 'TEST',
    onFailMessage: 'm',
    conditions: [{ kind: 'dbms', type: 'h2' }],
  })
  const formatted =
    '--liquibase formatted sql\n--changeset me:1\n--preconditions onFail:WARN onUpdateSQL:fail\nselect 1;'
  const [three] = read({ 'root.sql': formatted }, { changelog: 'root.sql' }).changesets
  expect(three?.preconditions).toMatchObject({ onFail: 'WARN', onError: 'HALT', onSqlOutput: 'FAIL' })
})

describe('what XML does not allow is told with its place:', () => {
  test.each([
    ['<tableExists/>', 'root.xml:3:1: <tableExists> has no tableName'],
    ['<tableExists tablename="t" tableName="t"/>', 'root.xml:3:14: <tableExists> has no attribute tablename'],
    [
      '<tableExists tableName="t">t</tableExists>',
      'root.xml:3:28: <tableExists> has text in it, which stands for nothing',
    ],
    ['<dbms type="h2"><dbms type="h2"/></dbms>', 'root.xml:3:17: <dbms> cannot stand in <dbms>'],
    ['<sqlCheck>select 1</sqlCheck>', 'root.xml:3:1: <sqlCheck> has no expectedResult'],
    ['<sqlCheck expectedResult="1"> </sqlCheck>', 'root.xml:3:1: <sqlCheck> has no SQL'],
    ['<rowCount tableName="t" expectedRows="many"/>', 'root.xml:3:25: expectedRows="many" is not a whole number'],
    [
      '<rowCount tableName="t" expectedRows="9223372036854775808"/>',
      'root.xml:3:25: expectedRows="9223372036854775808" is not a whole number',
    ],
    ['<columnExists tableName=" " columnName="a b"/>', 'root.xml:3:1: <columnExists> has no tableName'],
    [
      '<uniqueConstraintExists tableName="" columnNames="a"/>',
      'root.xml:3:1: <uniqueConstraintExists> has no tableName',
    ],
    [
      '<expectedQuotingStrategy strategy="legacy"/>',
      'root.xml:3:26: strategy="legacy" is none of LEGACY, QUOTE_ALL_OBJECTS, QUOTE_ONLY_RESERVED_WORDS',
    ],
    ['<tableexists tableName="t"/>', 'root.xml:3:1: there is no precondition tableexists'],
    ['<preConditions><dbms type="h2"/></preConditions>', 'root.xml:3:1: there is no precondition preConditions'],
    ['<and onFail="WARN"><dbms type="h2"/></and>', 'root.xml:3:6: <and> has no attribute onFail'],
  ])('%s', (condition, message) => {
    expect(messages({ 'root.xml': inXml(condition) }, 'root.xml')).toEqual([message])
  })

  test.each([
    ['onFail="STOP"', 'root.xml:2:46: onFail="STOP" is none of HALT, CONTINUE, MARK_RAN, WARN'],
    ['onError="x"', 'root.xml:2:46: onError="x" is none of HALT, CONTINUE, MARK_RAN, WARN'],
    ['onSqlOutput="RUN"', 'root.xml:2:46: onSqlOutput="RUN" is none of IGNORE, TEST, FAIL'],
    ['onfail="WARN"', 'root.xml:2:46: <preConditions> has no attribute onfail'],
  ])('%s', (options, message) => {
    expect(messages({ 'root.xml': inXml('<dbms type="h2"/>', options) }, 'root.xml')).toContain(message)
  })
})

describe('YAML and JSON refuse what Liquibase cannot run:', () => {
  test.each([
    ['{fooExists: {tableName: t}}', 'there is no precondition fooExists'],
    ['{TableExists: {tableName: t}}', 'there is no precondition TableExists'],
    ['{sqlCheck: {sql: select 1}}', 'sqlCheck has no expectedResult'],
    ['{sqlCheck: {expectedResult: 1}}', 'sqlCheck has no SQL'],
    ['{uniqueConstraintExists: {columnNames: a}}', 'uniqueConstraintExists has no tableName'],
    ['{columnExists: {columnName: a, catalogName: c}}', 'columnExists has no tableName'],
    ['{rowCount: {tableName: t, expectedRows: 1.0}}', 'expectedRows="1.0" is not a whole number'],
    ['{onFail: FOO}', 'onFail="FOO" is none of HALT, CONTINUE, MARK_RAN, WARN'],
  ])('%s', (condition, message) => {
    const [told = ''] = messages({ 'root.yaml': inYaml(condition) }, 'root.yaml')
    expect(told).toMatch(/^root\.yaml:5:\d+: /)
    expect(told.replace(/^[^ ]+ /, '')).toBe(message)
  })

  test('and warn of what it passes over', () => {
    const { warnings } = yamlOf('{tableExists: {tablename: t}}, {fooExists: t}, {dbms: postgresql}')
    expect(warnings.map(({ message }) => message)).toEqual([
      'tableExists has no tablename: it is passed over, as Liquibase does',
      'tableExists has no tableName: Liquibase takes it nevertheless, and so does the package',
      'there is no condition fooExists: it is passed over, as Liquibase does',
      'dbms has text in it, which stands for nothing: it is passed over, as Liquibase does',
      'dbms has no type: Liquibase takes it nevertheless, and so does the package',
    ])
    expect(new Set(warnings.map(({ place }) => place?.line))).toEqual(new Set([5]))
  })
})

test('formatted SQL refuses onSqlOutput beside its older name, and what is none of its values', () => {
  const formatted = (options: string) =>
    `--liquibase formatted sql\n--changeset me:1\n--preconditions ${options}\nselect 1;`
  expect(messages({ 'root.sql': formatted('onSqlOutput:TEST onUpdateSQL:TEST') }, 'root.sql')).toEqual([
    expect.stringContaining('root.sql:3:1: '),
  ])
  expect(messages({ 'root.sql': formatted('onSqlOutput:RUN') }, 'root.sql').join()).toContain(
    'onSqlOutput:RUN is unknown',
  )
})
