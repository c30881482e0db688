import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import { readBody } from '../../src/parse/read-body.ts'
import { open } from '../parse/tree.ts'

const folder = fileURLToPath(new URL('answers/visitors', import.meta.url))

/** Id, version 8, version 9: what Liquibase 4.28 computes in context `test` with the label filter `b`. */
const answers = readFileSync(`${folder}/sums.tsv`, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'))

test('visitors count in both versions as Liquibase has it, as far as they count in the run', () => {
  const { storage, changelog } = open(folder, { contexts: ['test'], labelFilter: 'b' })
  const read = (body: Parameters<typeof readBody>[1]) => readBody(storage, body)
  const computed = changelog.changesets.map((changeset) => [
    changeset.key.id,
    checksumOf(changeset, 8, read),
    checksumOf(changeset, 9, read),
  ])
  expect(computed).toEqual(answers)
})

test('what does not count in another run changes the checksum there', () => {
  const sums = (contexts: readonly string[]): string[] => {
    const { storage, changelog } = open(folder, { contexts, labelFilter: 'b' })
    return changelog.changesets.map((changeset) => checksumOf(changeset, 9, (body) => readBody(storage, body)))
  }
  const elsewhere = sums(['prod'])
  const changed = sums(['test']).flatMap((sum, n) => (sum === elsewhere[n] ? [] : [answers[n]?.[0]]))
  expect(changed.slice(0, 3)).toEqual(['8', '9', '10'])
})
