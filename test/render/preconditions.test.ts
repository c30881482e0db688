import { describe, expect, test } from 'vitest'
import { xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { attempt, buildFrom, deploy, type Files, outcomes, tablesOf } from '../support/package.ts'

const fails = '<sqlCheck expectedResult="yes">select \'no\'</sqlCheck>'
const errs = '<sqlCheck expectedResult="1">select 1 / 0</sqlCheck>'

function changelog(options: string, condition: string): Files {
  const guarded = `<changeSet id="guarded" author="me"><preConditions ${options}>${condition}</preConditions><sql>create table guarded (id int)</sql></changeSet>`
  return { 'root.xml': xml([guarded, plain('after')].join('\n')) }
}

function plain(id: string): string {
  return `<changeSet id="${id}" author="me"><sql>create table "${id}" (id int)</sql></changeSet>`
}

describe.each([
  ['a condition that does not hold', 'onFail', fails, 'failed'],
  ['a condition that cannot be checked', 'onError', errs, 'could not be checked'],
])('%s', (_title, option, condition, words) => {
  test(`stops the package with ${option} HALT, which is the default, and says its message`, async () => {
    const message = "first: 'create' it; $dvm$ \\ 100%"
    for (const options of ['', `${option}="HALT" ${option}Message="${message}"`]) {
      await withFreshDatabase(async (url) => {
        const { errors, notices } = await attempt(url, changelog(options, condition))
        expect(errors[0]?.message).toContain(`precondition of changeset root.xml::guarded::me ${words}`)
        if (options !== '') expect(errors[0]?.message).toContain(message)
        expect(notices.join('\n')).toContain('root.xml::guarded::me failed at root.xml:2; nothing after it runs')
        expect([await outcomes(url), await tablesOf(url)]).toEqual([{}, []])
      })
    }
  })

  test(`leaves the changeset for the next run with ${option} CONTINUE`, async () => {
    await withFreshDatabase(async (url) => {
      const files = changelog(`${option}="CONTINUE" ${option}Message="not now"`, condition)
      const { notices } = await deploy(url, files)
      expect(notices.join('\n')).toMatch(new RegExp(`left for the next run, its precondition ${words} \\(not now\\)`))
      expect([await outcomes(url), await tablesOf(url)]).toEqual([{ after: 'EXECUTED' }, ['after']])
      await deploy(url, changelog(`${option}="CONTINUE"`, '<dbms type="postgresql"/>'))
      expect(await outcomes(url)).toEqual({ after: 'EXECUTED', guarded: 'EXECUTED' })
    })
  })

  test(`records the changeset without running it with ${option} MARK_RAN, once`, async () => {
    await withFreshDatabase(async (url) => {
      const files = changelog(`${option}="MARK_RAN"`, condition)
      await deploy(url, files)
      expect([await outcomes(url), await tablesOf(url)]).toEqual([
        { guarded: 'MARK_RAN', after: 'EXECUTED' },
        ['after'],
      ])
      const { notices } = await deploy(url, files)
      expect(notices.join('\n')).toContain('0 of 2 changesets to run, 2 already here')
    })
  })

  test(`runs the changeset with a warning with ${option} WARN`, async () => {
    await withFreshDatabase(async (url) => {
      const { notices } = await deploy(url, changelog(`${option}="WARN" ${option}Message="look"`, condition))
      expect(notices).toContainEqual(expect.stringMatching(/^WARNING: .*guarded.*look.*runs all the same/))
      expect(await outcomes(url)).toEqual({ guarded: 'EXECUTED', after: 'EXECUTED' })
    })
  })
})

test('a condition is checked on the target when its turn comes, and what the check did is undone', async () => {
  await withFreshDatabase(async (url) => {
    const ground = `create table trace (n int);
create function leave_a_trace() returns int language sql as 'insert into trace values (1) returning n'`
    const check = '<sqlCheck expectedResult="1">select leave_a_trace()</sqlCheck><tableExists tableName="trace"/>'
    await deploy(url, {
      'root.xml': xml(`<changeSet id="ground" author="me"><sql>${ground}</sql></changeSet>
<changeSet id="guarded" author="me"><preConditions onFail="MARK_RAN">${check}</preConditions><sql>select 1</sql></changeSet>`),
    })
    expect(await outcomes(url)).toEqual({ ground: 'EXECUTED', guarded: 'EXECUTED' })
    expect(await query(url, 'select * from trace')).toEqual([])
  })
})

describe('conditions of a whole changelog', () => {
  const files = (options: string, condition: string): Files => ({
    'root.xml': xml(`<preConditions ${options}>${condition}</preConditions>\n${plain('after')}`),
  })

  const inYaml = (option: string, message: string, sql: string): Files => ({
    'root.xml': xml(`<include file="b.yaml"/>${plain('after')}`),
    'b.yaml': `databaseChangeLog:
- preConditions:
  - ${option}
  - ${message}: "no"
  - sqlCheck: {expectedResult: "1", sql: "${sql}"}
`,
  })

  test.each([
    ['onFail="HALT"', files('onFail="HALT" onFailMessage="no"', fails)],
    ['onError="HALT"', files('onError="HALT" onErrorMessage="no"', errs)],
    // No schema keeps YAML from what a whole changelog cannot do.
    ['onFail: CONTINUE', inYaml('onFail: CONTINUE', 'onFailMessage', "select 'no'")],
    ['onFail: MARK_RAN', inYaml('onFail: MARK_RAN', 'onFailMessage', "select 'no'")],
    ['onError: MARK_RAN', inYaml('onError: MARK_RAN', 'onErrorMessage', 'select 1 / 0')],
  ])('refuse the target before anything is changed: %s', async (_options, changelogs) => {
    await withFreshDatabase(async (url) => {
      const { errors } = await attempt(url, changelogs)
      expect(errors[0]?.message).toMatch(/precondition of changelog \w+\.(xml|yaml) .*: no$/)
      expect(await query(url, "select to_regclass('databasechangelog') as history")).toEqual([{ history: null }])
      expect(await tablesOf(url)).toEqual([])
    })
  })

  test.each([
    ['onFail="WARN"', fails],
    ['onError="WARN"', errs],
  ])('only warn with %s', async (options, condition) => {
    await withFreshDatabase(async (url) => {
      const { notices } = await deploy(url, files(options, condition))
      expect(notices).toContainEqual(expect.stringMatching(/^WARNING: precondition of changelog root\.xml/))
      expect(await outcomes(url)).toEqual({ after: 'EXECUTED' })
    })
  })

  test('of includes are all checked, the failing one named', async () => {
    await withFreshDatabase(async (url) => {
      const { errors } = await attempt(url, {
        'root.xml': xml('<preConditions><dbms type="postgresql"/></preConditions><include file="b.xml"/>'),
        'b.xml': xml(`<preConditions>${fails}</preConditions>${plain('inside')}`),
      })
      expect(errors[0]?.message).toContain('precondition of changelog b.xml failed')
      expect(await tablesOf(url)).toEqual([])
    })
  })
})

test('a formatted changeset has its conditions joined by "and"', async () => {
  await withFreshDatabase(async (url) => {
    const head = '--changeset me:guarded\n--preconditions onFail:MARK_RAN'
    const yes = '--precondition-sql-check expectedResult:t select true'
    const no = '--precondition-table-exists table:nowhere schema:public'
    const text = [head, yes, no, 'select 1;', head.replace('guarded', 'other'), yes, yes, 'select 2;'].join('\n')
    await deploy(url, { 'root.sql': `--liquibase formatted sql\n${text}\n` })
    expect(await outcomes(url)).toEqual({ guarded: 'MARK_RAN', other: 'EXECUTED' })
  })
})

test('a changeset that is marked although it ran before keeps its row as it was', async () => {
  await withFreshDatabase(async (url) => {
    const condition = '<preConditions onFail="MARK_RAN"><not><tableExists tableName="stop"/></not></preConditions>'
    const files = (sql: string): Files => ({
      'root.xml': xml(`<changeSet id="v" author="me" runOnChange="true">${condition}<sql>${sql}</sql></changeSet>`),
    })
    await deploy(url, files('create table stop (id int)'))
    const before = await query(url, 'select * from databasechangelog')
    await deploy(url, files('create table more (id int)'))
    expect(await query(url, 'select * from databasechangelog')).toEqual(before)
    expect(await tablesOf(url)).toEqual(['stop'])
  })
})

describe('a message names the condition it is about, with its place:', () => {
  const place = String.raw`\(root\.xml:2:\d+\)`

  test.each([
    ['<dbms type="postgresql"/><tableExists tableName="t"/>', `tableExists tableName=t ${place}$`],
    ['<not><dbms type="postgresql"/></not>', `not dbms type=postgresql ${place}$`],
    ['<or><dbms type="h2"/><viewExists viewName="v"/></or>', `viewExists viewName=v ${place}$`],
    [
      '<rowCount tableName="no" expectedRows="1"/>',
      `rowCount .*expectedRows=1 ${place}: relation "public.no" does not exist$`,
    ],
  ])('%s', async (condition, message) => {
    await withFreshDatabase(async (url) => {
      const { errors } = await attempt(url, changelog('', condition))
      expect(errors[0]?.message).toMatch(
        new RegExp(`^precondition of changeset root\\.xml::guarded::me .*: ${message}`),
      )
    })
  })
})

describe('a condition that is Java is never executed:', () => {
  const custom = '<customPrecondition className="com.acme.Ready"><param name="a" value="b"/></customPrecondition>'
  const files = changelog('onFail="MARK_RAN"', custom)

  test('refused with its place', async () => {
    await expect(buildFrom(files)).rejects.toMatchObject({
      complaints: [
        {
          code: 'CHANGE_NOT_EXECUTED',
          message: expect.stringContaining('customPrecondition com.acme.Ready'),
          place: { file: 'root.xml', line: 2 },
        },
      ],
    })
    const level = { 'root.xml': xml(`<preConditions>${custom}</preConditions>`) }
    await expect(buildFrom(level)).rejects.toMatchObject({ complaints: [{ code: 'CHANGE_NOT_EXECUTED' }] })
  })

  test.each(['customPrecondition', 'customPrecondition:com.acme.Ready'])(
    'taken as not holding with --allow %s, as by a Liquibase without the class, and the package says so',
    async (rule) => {
      await withFreshDatabase(async (url) => {
        const built = await buildFrom(files, { package: { allow: [rule] } })
        expect(built.manifest.allowed).toContain(rule)
        expect(built.text).toMatch(
          /^-- NOTE .*customPrecondition com\.acme\.Ready of changeset .* counts as not holding/m,
        )
        await deploy(url, files, { package: { allow: [rule] } })
        expect(await outcomes(url)).toEqual({ guarded: 'MARK_RAN', after: 'EXECUTED' })
      })
    },
  )
})

test('names in conditions cannot leave their quotes', async () => {
  await withFreshDatabase(async (url) => {
    const name = `t'; drop table keep; --"$dvm$ $q$ \\`.replaceAll('"', '&quot;')
    const kinds = ['table', 'view', 'sequence'].map((kind) => `<${kind}Exists ${kind}Name="${name}"/>`)
    const others = [
      `<columnExists tableName="${name}" columnName="${name}"/>`,
      `<indexExists indexName="${name}" tableName="${name}" schemaName="${name}"/>`,
      `<indexExists tableName="${name}" columnNames="${name}"/>`,
      `<primaryKeyExists primaryKeyName="${name}" tableName="${name}"/>`,
      `<foreignKeyConstraintExists foreignKeyName="${name}" foreignKeyTableName="${name}"/>`,
      `<changeSetExecuted id="${name}" author="${name}"/>`,
      `<runningAs username="${name}"/>`,
    ]
    const none = [...kinds, ...others].map((one) => `<not>${one}</not>`).join('')
    const broken = [
      `<rowCount tableName="${name}" schemaName="${name}" expectedRows="0"/>`,
      `<tableIsEmpty tableName="${name}"/>`,
      `<uniqueConstraintExists tableName="${name}" constraintName="${name}"/>`,
    ]
    const changeset = (id: number, condition: string): string =>
      `<changeSet id="${id}" author="me"><preConditions onError="MARK_RAN" onFailMessage="${name}" onErrorMessage="${name}">${condition}</preConditions><sql>select ${id}</sql></changeSet>`
    await deploy(url, {
      'root.xml': xml([plain('keep'), changeset(0, none), ...broken.map((one, n) => changeset(n + 1, one))].join('\n')),
    })
    expect(await outcomes(url)).toEqual({
      keep: 'EXECUTED',
      0: 'EXECUTED',
      1: 'MARK_RAN',
      2: 'MARK_RAN',
      3: 'MARK_RAN',
    })
    expect(await tablesOf(url)).toEqual(['keep'])
  })
})
