import type { DocumentNode } from '../document/document-node.ts'
import { complaint, fail } from '../errors/dvm-error.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import { changelogFormatOf } from './changelog-format.ts'
import type { Frame } from './frame.ts'
import { includedPath, includeFile } from './include-node.ts'
import { complainAt, flagOf, nameOf, textOf, wholeNumberOf } from './node-values.ts'
import { requireFile } from './open-change-source.ts'
import type { Reading } from './reading.ts'
import { withSchemaDefaults } from './schema-defaults.ts'

/** An `includeAll` node: the files of a folder and the folders in it, in plain string order of their paths. */
export function readIncludeAll(
  reading: Reading,
  frame: Frame,
  written: DocumentNode,
  runWith: string | null = null,
): void {
  const node = withSchemaDefaults(written, frame.schema)
  const path = textOf(reading, node, 'path')
  if (path === null) {
    complainAt(reading, node, `${nameOf(node)} has no path`)
    return
  }
  warnOfClasses(reading, node)
  const folder = includedPath(reading, frame, node, path)
  const strict = flagOf(reading, node, 'errorIfMissingOrEmpty') !== false
  withFolder(reading, node, folder, () => {
    const files = reading.attempt(node.place, () => listFiles(reading, node, folder, strict))
    if (files === null) return
    if (files.length === 0 && strict) reading.complain(complaint('INCLUDE_EMPTY', { path }, node.place))
    for (const file of files) {
      if (changelogFormatOf(file.path) === null) reading.warn(complaint('UNKNOWN_FORMAT', file, node.place))
      else reading.attempt(node.place, () => includeFile(reading, frame, node, located(reading, file), runWith))
    }
  })
}

/**
 * Reads a folder once within an outermost `includeAll`: files of a folder that include it again, or one that another of
 * them includes, are refused by Liquibase as going round in a circle.
 */
function withFolder(reading: Reading, node: DocumentNode, path: string, read: () => void): void {
  const folder = path === '' || path.endsWith('/') ? path : `${path}/`
  const outer = reading.includedFolders
  const folders = outer ?? new Set<string>()
  if (folders.has(folder)) {
    const chain = `${[...folders].join(' → ')} → ${folder}`
    reading.complain(complaint('INCLUDE_CYCLE', { chain }, node.place))
    return
  }
  reading.includedFolders = folders.add(folder)
  read()
  reading.includedFolders = outer
}

function listFiles(reading: Reading, node: DocumentNode, path: string, strict: boolean): LocatedFile[] {
  const minDepth = wholeNumberOf(reading, node, 'minDepth') ?? 0
  const maxDepth = wholeNumberOf(reading, node, 'maxDepth') ?? 2 ** 31 - 1
  const endsWith = textOf(reading, node, 'endsWithFilter')?.trim()
  if (minDepth < 0) throw fail('CHANGELOG_INVALID', { detail: `minDepth="${minDepth}" is below zero` })
  if (maxDepth < minDepth) {
    throw fail('CHANGELOG_INVALID', { detail: `maxDepth="${maxDepth}" is less than minDepth="${minDepth}"` })
  }
  if (path !== '' && reading.storage.find(path) !== null) {
    if (strict) throw fail('CHANGELOG_INVALID', { detail: `${path} is a file, not a folder` })
    return []
  }
  const order = (file: LocatedFile) => file.path.replace('WEB-INF/classes/', '')
  return reading.storage
    .list(path, { minDepth, maxDepth, endsWith })
    .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
}

/** Several roots may have it, which only looking it up tells. */
function located(reading: Reading, file: LocatedFile): LocatedFile {
  return reading.storage.roots.length > 1 ? requireFile(reading, file.path) : file
}

function warnOfClasses(reading: Reading, node: DocumentNode): void {
  for (const name of ['filter', 'resourceFilter', 'resourceComparator']) {
    const value = textOf(reading, node, name)
    if (value === null) continue
    const detail = `${name}="${value}" is a Java class, which is not run`
    const item = complaint('CHANGELOG_INVALID', { detail }, node.place)
    // Liquibase sorts in its usual way where the comparator cannot be loaded, but a filter decides what is deployed.
    if (name === 'resourceComparator') reading.warn(item)
    else reading.complain(item)
  }
}
