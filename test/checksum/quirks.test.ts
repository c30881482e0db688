import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { allColumns, changesetOf, comparable, parse, readRows, rowOf } from './answers.ts'

const home = fileURLToPath(new URL('../interop/quirks/', import.meta.url))

interface Item {
  readonly name: string
  readonly root: string
  readonly contexts?: string
  readonly parameters?: Record<string, string>
}

const { items } = JSON.parse(readFileSync(join(home, 'items.json'), 'utf8')) as { items: readonly Item[] }

function open(name: string) {
  const item = items.find((candidate) => candidate.name === name)
  if (item === undefined) throw new Error(`no quirk ${name}`)
  const contexts = item.contexts === undefined || item.contexts === '' ? [] : item.contexts.split(',')
  return parse([join(home, 'changelogs')], item.root, { contexts, properties: Object.entries(item.parameters ?? {}) })
}

/** Refused by us for the reason Liquibase has. */
const refused = ['fsql-empty-changeset', 'fsql-empty', 'root-classpath-prefix']
const names = items.map((item) => item.name).filter((name) => !refused.includes(name))

describe('Liquibase 4.28 wrote the same row', () => {
  test.each(names)('%s', (name) => {
    const { storage, changelog } = open(name)
    const keys = new Set(changelog.changesets.map(({ key }) => `${key.path}::${key.id}::${key.author}`))
    const files = ['databasechangelog.tsv', 'changelog-sync.tsv'].map((file) => join(home, 'answers', name, file))
    const rows = files.filter(existsSync).flatMap(readRows)
    const known = rows.filter((row) => keys.has(`${row['filename']}::${row['id']}::${row['author']}`))
    const ours = known.map((row) => rowOf(storage, changesetOf(changelog, row), 9))
    expect(ours.map((row) => comparable(row, allColumns))).toEqual(known.map((row) => comparable(row, allColumns)))
    expect(known).toHaveLength(rows.length)
  })
})

/** 4.4.0 reads these lines in another way than 4.28: quoted ids, a rollback block, a header in mixed case. */
const readDifferently = new Set(['"id', '"id:with:colons"', 'sql/rollback.sql::2'])
const readAsPlainSql = 'fsql-header-variant'

describe('Liquibase 4.4 wrote the same version 8 checksum', () => {
  const withAnswers = names.filter(
    (name) => name !== readAsPlainSql && existsSync(join(home, 'answers', name, 'changelog-sync-v8.tsv')),
  )
  test.each(withAnswers)('%s', (name) => {
    const { storage, changelog } = open(name)
    const rows = readRows(join(home, 'answers', name, 'changelog-sync-v8.tsv')).filter(
      (row) => !readDifferently.has(`${row['id']}`) && !readDifferently.has(`${row['filename']}::${row['id']}`),
    )
    expect(rows.map((row) => rowOf(storage, changesetOf(changelog, row), 8)['md5sum'])).toEqual(
      rows.map((row) => row['md5sum']),
    )
    expect(rows.length).toBeGreaterThan(0)
  })
})

test.each(['fsql-empty-changeset', 'fsql-empty'])('%s is refused, as Liquibase refuses it', (name) => {
  expect(() => open(name)).toThrow(/has no SQL \[CHANGESET_EMPTY\]/)
})

test('a root with the prefix classpath: is not found, as by the command line of 4.28', () => {
  expect(() => open('root-classpath-prefix')).toThrow('FILE_NOT_FOUND')
})
