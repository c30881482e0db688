import type { DocumentNode } from '../document/document-node.ts'
import { complaint, fail } from '../errors/dvm-error.ts'
import { normalizePath } from '../model/changeset.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import { changelogFormatOf } from './changelog-format.ts'
import { checkContext } from './check-context.ts'
import { type Frame, type IncludeTerms, parseLabels, siblingOf } from './frame.ts'
import { complainAt, contextOf, flagOf, nameOf, textOf } from './node-values.ts'
import { requireFile } from './open-change-source.ts'
import type { Reading } from './reading.ts'
import { addInRunOrder } from './run-order.ts'

/** Deeper than any tree, shallow enough for reading by recursion; Liquibase overflows its stack somewhere beyond. */
const MAX_NESTED = 200

/** An `include` node: the changesets of one file, in its place. `runWith` is what a `modifyChangeSets` around it says. */
export function readInclude(reading: Reading, frame: Frame, node: DocumentNode, runWith: string | null = null): void {
  const written = textOf(reading, node, 'file')
  if (written === null) {
    complainAt(reading, node, `${nameOf(node)} has no file`)
    return
  }
  // Version control leaves these behind; Liquibase says nothing of them either.
  if (/^(?:\.svn|cvs)$/i.test(written)) return
  const path = includedPath(reading, frame, node, written)
  reading.attempt(node.place, () => {
    if (flagOf(reading, node, 'errorIfMissing') === false && reading.storage.find(path) === null) {
      reading.warn(complaint('FILE_NOT_FOUND', { path, looked: '' }, node.place))
      return
    }
    const file = requireFile(reading, path)
    if (changelogFormatOf(path) === null) throw fail('UNKNOWN_FORMAT', { path }, node.place)
    includeFile(reading, frame, node, file, runWith)
  })
}

/** Reads a file by what an `include` or `includeAll` says of it. Fails with INCLUDE_CYCLE. */
export function includeFile(
  reading: Reading,
  frame: Frame,
  node: DocumentNode,
  file: LocatedFile,
  runWith: string | null,
): void {
  const chain = openFiles(frame)
  const from = chain.findIndex((open) => open.absolute === file.absolute)
  if (from !== -1) {
    const names = [...chain.slice(from), file].map((open) => open.path).join(' → ')
    throw fail('INCLUDE_CYCLE', { chain: names }, node.place)
  }
  if (chain.length > MAX_NESTED) {
    throw fail('CHANGELOG_INVALID', { detail: `includes are nested more than ${MAX_NESTED} deep` }, node.place)
  }
  const terms: IncludeTerms = {
    context: checkContext(reading, contextOf(reading, node), node.place),
    labels: parseLabels(textOf(reading, node, 'labels')),
    ignore: flagOf(reading, node, 'ignore') ?? false,
    runWith,
  }
  const included = reading.include(file, frame, terms, node.place)
  for (const changeset of included.changesets) addInRunOrder(frame.changesets, changeset)
}

/** The path that is written, or the one beside the changelog where the node asks for that. */
export function includedPath(reading: Reading, frame: Frame, node: DocumentNode, written: string): string {
  const path = written.replaceAll('\\', '/')
  return flagOf(reading, node, 'relativeToChangelogFile') === true ? normalizePath(siblingOf(frame, path)) : path
}

/** The files that are being read, outermost first. */
function openFiles(frame: Frame): LocatedFile[] {
  const files: LocatedFile[] = []
  for (let at: Frame | null = frame; at !== null; at = at.parent) files.unshift(at.file)
  return files
}
