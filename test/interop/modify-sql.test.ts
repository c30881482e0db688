import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dump } from '../support/dump.ts'
import type { Files } from '../support/package.ts'
import { sideBySide } from './side-by-side.ts'

const root = readFileSync(new URL('changelogs/modify-sql/root.xml', import.meta.url), 'utf8')

async function judge(files: Files, changelog: string, contexts: string, labels?: string): Promise<void> {
  const {
    liquibase,
    package: ours,
    said,
  } = await sideBySide({
    files,
    changelog,
    look: dump,
    liquibase: { contexts, ...(labels === undefined ? {} : { labels }) },
    wishes: { contexts: contexts === '' ? [] : contexts.split(','), labelFilter: labels ?? null },
  })
  expect(said.errors).toEqual([])
  expect(liquibase.failed).toBe(false)
  expect(ours).toEqual(liquibase)
}

describe('visitors change statements, and checksums, as in Liquibase:', () => {
  test.each([
    ['', undefined],
    ['test', undefined],
    ['prod', 'slow'],
    ['test,prod', '!slow'],
  ])('with contexts "%s" and labels %s', async (contexts, labels) => {
    await judge({ 'root.xml': root }, 'root.xml', contexts, labels)
  })
})

test('visitors of YAML have terms of their own, and values that are not written', async () => {
  const yaml = `databaseChangeLog:
  - changeSet:
      id: own terms
      author: kim
      changes:
        - sql: {sql: create table a (n int)}
      modifySql:
        dbms: oracle
        context: nowhere
        append: {value: " with (fillfactor=50)", dbms: postgresql, contextFilter: test}
  - changeSet:
      id: list
      author: kim
      changes:
        - sql: {sql: create table b (n int)}
      modifySql:
        - applyToRollback: true
        - prepend: {value: "*/ "}
        - prepend: {value: "/* "}
        - regExpReplace: {replace: "^.. .. ", with: ""}
        - appendSqlIfNotPresent: {value: " no such syntax"}
  - changeSet:
      id: nothing to append
      author: kim
      changes:
        - sql: {sql: alter table b rename to b_}
      modifySql:
        - append: {}
`
  await judge({ 'root.yaml': yaml }, 'root.yaml', 'test')
})

describe('a large body goes through visitors in pieces:', () => {
  // More than 8 MB: from there on a file is not held.
  const row = (n: number): string => `insert into big values (${n}, 'row ${n}', '${'text '.repeat(2000)}');`
  const rows = Array.from({ length: 900 }, (_, n) => row(n)).join('\n')
  const file = `create table big (n int, t text, long text);\n${rows}\n`
  const head = root.slice(0, root.indexOf('<changeSet'))
  const changelog = (visitors: string): Files => ({
    'root.xml': `${head}<changeSet id="big" author="kim"><sqlFile path="big.sql"/><modifySql>${visitors}</modifySql></changeSet></databaseChangeLog>`,
    'big.sql': file,
  })

  test.each([
    ['ends', '<prepend value="/* a */ "/><append value=" -- b"/>'],
    ['the whole of each statement', '<regExpReplace replace="\'row (\\d+)\'" with="\'$1\'"/>'],
  ])('%s', async (_what, visitors) => {
    await judge(changelog(visitors), 'root.xml', '')
  })
})
