import { readFileSync } from 'node:fs'
import { historyColumns } from '../../src/change/columns.ts'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import type { Changelog } from '../../src/model/changelog.ts'
import type { Changeset } from '../../src/model/changeset.ts'
import type { ChecksumVersion } from '../../src/model/checksum.ts'
import { type ParseRequest, parseChangelog } from '../../src/parse/parse-changelog.ts'
import { readBody } from '../../src/parse/read-body.ts'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import type { SourceStorage } from '../../src/storage/source-storage.ts'

export type Row = Readonly<Record<string, string | null>>

/** Rows of a TSV in PostgreSQL's COPY form, by column name. */
export function readRows(file: string): Row[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const names = head.split('\t')
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, at) => [names[at] ?? '', decode(cell)])))
}

function decode(cell: string): string | null {
  if (cell === '\\N') return null
  const letters: Record<string, string> = { n: '\n', t: '\t', r: '\r', v: '\v' }
  return cell.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter)
}

export function parse(roots: string[], changelog: string, request: Partial<ParseRequest> = {}) {
  const storage = openSourceStorage(roots)
  const given = { properties: [], contexts: [], labelFilter: null, database: {}, ...request }
  return { storage, changelog: parseChangelog(storage, { ...given, changelog }) }
}

/** The changeset a row names. */
export function changesetOf(changelog: Changelog, row: Row): Changeset {
  const found = changelog.changesets.find(
    ({ key }) => key.id === row['id'] && key.author === row['author'] && key.path === row['filename'],
  )
  if (found === undefined) throw new Error(`no changeset ${row['filename']}::${row['id']}::${row['author']}`)
  return found
}

/** Our row for a changeset. */
export function rowOf(storage: SourceStorage, changeset: Changeset, version: ChecksumVersion): Row {
  const { id, author, path } = changeset.key
  const md5sum = checksumOf(changeset, version, (body) => readBody(storage, body))
  return { id, author, filename: path, md5sum, ...historyColumns(changeset) }
}

/** Those columns of a row that follow from the changeset alone. */
export function comparable(row: Row, names = ['id', 'author', 'filename', 'md5sum']): Row {
  const all = names.length > 0 ? names : Object.keys(row)
  return Object.fromEntries(all.map((name) => [name, row[name] ?? null]))
}

export const allColumns = ['id', 'author', 'filename', 'md5sum', 'description', 'comments', 'contexts', 'labels', 'tag']
