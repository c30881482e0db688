import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { historyColumns } from '../../src/change/columns.ts'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import { throwIfAny } from '../../src/errors/dvm-error.ts'
import type { Changelog } from '../../src/model/changelog.ts'
import { type Changeset, formatKey } from '../../src/model/changeset.ts'
import { admitsPostgres } from '../../src/model/expression.ts'
import { parseChangelog } from '../../src/parse/parse-changelog.ts'
import { readBody } from '../../src/parse/read-body.ts'
import { filterChangesets } from '../../src/select/filter-changesets.ts'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import type { SourceStorage } from '../../src/storage/source-storage.ts'
import { complaintsOf, makeTree } from './tree.ts'

/** A small changelog, and what Liquibase 4.28 made of it: its changesets, or `null` where it refused it. */
interface Answer {
  readonly name: string
  readonly roots: readonly Readonly<Record<string, string>>[]
  readonly root: string
  readonly contexts?: readonly string[]
  readonly defines?: Readonly<Record<string, string>>
  readonly rows: readonly unknown[] | null
}

const answers: readonly Answer[] = JSON.parse(readFileSync(new URL('answers.json', import.meta.url), 'utf8'))
const named = answers.map((answer): [string, Answer] => [answer.name, answer])

test.each(named.filter(([, { rows }]) => rows !== null))('Liquibase reads the same: %s', (_, answer) => {
  const { storage, changelog } = read(answer)
  // Liquibase leaves out what is for other databases as it reads.
  const ours = changelog.changesets.filter(({ dbms }) => admitsPostgres(dbms))
  expect(ours.map((changeset) => rowOf(storage, changeset))).toEqual(answer.rows)
})

test.each(named.filter(([, { rows }]) => rows === null))('Liquibase refuses it, and so do we: %s', (_, answer) => {
  const told = complaintsOf(() => read(answer))
  expect(told.length).toBeGreaterThan(0)
  for (const line of told) expect(line).toMatch(/^\S+:\d+:\d+ [A-Z_]+$/)
})

function read(answer: Answer): { storage: SourceStorage; changelog: Changelog } {
  const storage = openSourceStorage(answer.roots.map((files) => makeTree(files)))
  const { contexts = [], defines = {} } = answer
  const database = { 'database.typeName': 'postgresql' }
  const request = { changelog: answer.root, contexts, labelFilter: null, properties: Object.entries(defines), database }
  const changelog = parseChangelog(storage, request)
  const { kept, duplicates } = filterChangesets(changelog.changesets, request)
  throwIfAny([...kept.flatMap(({ faults }) => faults), ...duplicates])
  return { storage, changelog }
}

function rowOf(storage: SourceStorage, changeset: Changeset) {
  const { contexts, labels } = historyColumns(changeset)
  const flags = {
    always: changeset.runAlways,
    onchange: changeset.runOnChange,
    notx: !changeset.runInTransaction,
    ignore: changeset.ignore,
  }
  return {
    key: formatKey(changeset.key),
    md5sum: checksumOf(changeset, 9, (body) => readBody(storage, body)),
    contexts,
    labels,
    comments: changeset.comments,
    flags: Object.entries(flags)
      .flatMap(([name, set]) => (set ? [name] : []))
      .join(' '),
    validCheckSums: [...new Set(changeset.validChecksums)].sort(),
    rollback: changeset.rollback !== null,
    quoting: changeset.quotingStrategy,
  }
}
