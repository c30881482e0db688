import { describe, expect, test } from 'vitest'
import { type Condition, cases } from './precondition-cases.ts'
import { changelogs, elementOf } from './precondition-changelogs.ts'
import { type Left, sideBySide } from './side-by-side.ts'

/** What became of each condition: its changeset ran, was marked, or has no row. */
function outcomesOf({ history }: Left, conditions: readonly Condition[]): string[] {
  const byId = new Map(history.map((row) => [row.id, row.exectype]))
  return conditions.map((condition, n) => `${byId.get(String(n)) ?? 'no row'} ${elementOf(condition)}`)
}

async function judge(conditions: readonly Condition[], changelog: string, attributes = ''): Promise<void> {
  const files = changelogs[changelog]?.(conditions, attributes) ?? {}
  const { liquibase, package: ours } = await sideBySide({ files, changelog })
  expect(liquibase.failed).toBe(false)
  const expected = outcomesOf(liquibase, conditions)
  expect(new Set(expected.map((line) => line.split(' <')[0])).size).toBeGreaterThan(1)
  expect(outcomesOf(ours, conditions)).toEqual(expected)
  expect(ours).toEqual(liquibase)
}

describe('a package decides as Liquibase does, in every spelling:', () => {
  test.each(Object.entries(cases))('%s', async (_name, conditions) => {
    await judge(conditions, 'root.xml')
  })
})

const lookedUp = Object.entries(cases).flatMap(([name, conditions]) =>
  /Exists/.test(name) ? conditions.filter((_condition, n) => n % 7 === 0) : [],
)

describe('names are looked up as the quoting strategy of the changeset has it:', () => {
  test.each(['QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS'])('%s', async (strategy) => {
    await judge(lookedUp, 'root.xml', `objectQuotingStrategy="${strategy}"`)
  })
})

const fewOfEach = Object.values(cases).flatMap((conditions) => conditions.filter((_condition, n) => n % 11 === 0))
const checks: readonly Condition[] = [
  ['1', 'select 1'],
  ['1', 'select 1;'],
  ['0', 'select count(*) from small'],
  ['t', 'select true'],
  ['true', 'select true'],
  ['1', 'select 1 / 0'],
  ['1', 'select 1; select 2'],
  ['1', 'select 1; -- said'],
  ['1', ';select 1'],
  ['t', `select '{"a": 1}'::jsonb ?? 'a'`],
  ['1', 'update small set id = 1'],
  ['1', 'insert into small values (1) returning id'],
].map(([expectedResult = '', sql = '']) => ({ kind: 'sqlCheck', fields: { expectedResult, sql } }))

describe('conditions of each format are decided:', () => {
  test.each(Object.keys(changelogs))('%s', async (changelog) => {
    await judge([...fewOfEach, ...checks], changelog)
  })
})
