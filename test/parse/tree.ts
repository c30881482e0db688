import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { DvmError, throwIfAny } from '../../src/errors/dvm-error.ts'
import type { Changelog } from '../../src/model/changelog.ts'
import { formatPlace } from '../../src/model/place.ts'
import { type ParseRequest, parseChangelog } from '../../src/parse/parse-changelog.ts'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import type { SourceStorage } from '../../src/storage/source-storage.ts'

/** A folder with these files, gone when the test ends. */
export function makeTree(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'dvm-tree-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** An XML changelog around this content. */
export function xml(content: string, attributes = ''): string {
  return `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"${attributes}>\n${content}\n</databaseChangeLog>`
}

export function open(
  root: string,
  request: Partial<ParseRequest> = {},
): { storage: SourceStorage; changelog: Changelog } {
  const storage = openSourceStorage([root])
  const given = { changelog: 'root.xml', properties: [], contexts: [], labelFilter: null, database: {}, ...request }
  return { storage, changelog: parseChangelog(storage, given) }
}

export function read(files: Readonly<Record<string, string | Buffer>>, request: Partial<ParseRequest> = {}): Changelog {
  return open(makeTree(files), request).changelog
}

/** `place code` of every complaint, `-` where one has no place. */
export function complaintsOf(work: () => unknown): string[] {
  try {
    work()
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    return error.complaints.map(({ code, place }) => `${place === null ? '-' : formatPlace(place)} ${code}`)
  }
  return []
}

/** `place code` of every complaint about these files; where they can be read, of every fault of their changesets. */
export function complaints(
  files: Readonly<Record<string, string | Buffer>>,
  request: Partial<ParseRequest> = {},
): string[] {
  const root = makeTree(files)
  return complaintsOf(() => throwIfAny(open(root, request).changelog.changesets.flatMap(({ faults }) => faults)))
}

/** The text of the only change of each changeset. */
export function bodies(changelog: Changelog): string[] {
  return changelog.changesets.map(({ changes: [change] }) =>
    change !== undefined && 'body' in change && change.body.kind === 'held' ? change.body.text : '',
  )
}
