import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { allColumns, changesetOf, comparable, parse, readRows, rowOf } from './answers.ts'

const home = fileURLToPath(new URL('./answers/', import.meta.url))
const { storage, changelog } = parse([join(home, 'changelogs')], 'root.xml')

test('every column and the order are what Liquibase 4.28 wrote', () => {
  const rows = readRows(join(home, 'version-9.tsv'))
  // Of ours it leaves out one that is ignored and one for another database.
  const ours = changelog.changesets.filter(({ ignore, dbms }) => !ignore && !dbms.includes('mysql'))
  expect(ours.map((changeset) => comparable(rowOf(storage, changeset, 9), allColumns))).toEqual(
    rows.map((row) => comparable(row, allColumns)),
  )
})

test('version 8 checksums are those that Liquibase 4.28 finds valid', () => {
  for (const row of readRows(join(home, 'version-8.tsv'))) {
    expect(comparable(rowOf(storage, changesetOf(changelog, row), 8))).toEqual(row)
  }
})
