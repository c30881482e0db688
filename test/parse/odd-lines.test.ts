import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { historyColumns } from '../../src/change/columns.ts'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import { readBody } from '../../src/parse/read-body.ts'
import { complaints, makeTree, open } from './tree.ts'

/** One formatted SQL file; `rows` is what `changelog-sync` of Liquibase 4.28 wrote of it, or `refused` why it did not. */
interface OddFile {
  readonly text: string
  readonly rows: readonly (readonly string[])[] | null
  readonly refused: string | null
}

const files: readonly OddFile[] = JSON.parse(readFileSync(new URL('odd-lines.json', import.meta.url), 'utf8'))
const named = files.map((file): [string, OddFile] => [JSON.stringify(file.text.replace(/^--liquibase.*\n/, '')), file])

test.each(named.filter(([, file]) => file.rows !== null))('Liquibase reads %s the same', (_, file) => {
  const root = makeTree({ 'odd.sql': file.text })
  const { storage, changelog } = open(root, { changelog: 'odd.sql' })
  const rows = changelog.changesets.map((changeset) => {
    const { comments, contexts, labels } = historyColumns(changeset)
    const checksum = checksumOf(changeset, 9, (body) => readBody(storage, body))
    return [changeset.key.id, changeset.key.author, checksum, comments, contexts ?? '\\N', labels ?? '\\N']
  })
  const written = (cell: string) => cell.replaceAll('\\v', '\v').replaceAll('\\\\', '\\')
  const expected = (file.rows ?? []).map((row) => row.map((cell) => (cell === '\\N' ? cell : written(cell))))
  const known = rows.filter((_row, at) => changelog.changesets[at]?.dbms.every((name) => name !== 'a'))
  expect(known).toEqual(expected)
})

test.each(named.filter(([, file]) => file.rows === null))('Liquibase refuses %s, and so do we', (_, file) => {
  expect(complaints({ 'odd.sql': file.text }, { changelog: 'odd.sql' })).toEqual([
    expect.stringMatching(/^odd.sql:\d+:1 /),
  ])
})
