import { attribute, flag } from '../change/read-attributes.ts'
import type { XmlElement } from '../document/xml.ts'
import { complaint, fail } from '../errors/dvm-error.ts'
import { normalizePath } from '../model/changeset.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import { checkContext } from './check-context.ts'
import { type Frame, type IncludeTerms, parseLabels, siblingOf } from './frame.ts'
import { requireFile } from './open-change-source.ts'
import type { Reading } from './reading.ts'
import { addInRunOrder } from './run-order.ts'
import { contextOf } from './xml-changeset.ts'

const readable = /(\.sql|xml)$/i
const otherFormats = /(\.yaml|\.yml|\.json)$/i

/** An `include` element: the changesets of one file, in its place. */
export function readInclude(reading: Reading, frame: Frame, element: XmlElement): void {
  const written = attribute(element, 'file')
  if (written === null) {
    reading.complain(complaint('CHANGELOG_INVALID', { detail: '<include> has no file' }, element.place))
    return
  }
  const path = includedPath(frame, element, written)
  reading.attempt(element.place, () => {
    if (flag(element, 'errorIfMissing') === false && reading.storage.find(path) === null) {
      reading.warn(complaint('FILE_NOT_FOUND', { path, looked: '' }, element.place))
      return
    }
    const file = requireFile(reading, path)
    if (!readable.test(path)) throw fail('UNKNOWN_FORMAT', { path }, element.place)
    addFile(reading, frame, element, file)
  })
}

/** An `includeAll` element: the files of a folder and the folders in it, in plain string order of their paths. */
export function readIncludeAll(reading: Reading, frame: Frame, element: XmlElement): void {
  const written = attribute(element, 'path')
  if (written === null) {
    reading.complain(complaint('CHANGELOG_INVALID', { detail: '<includeAll> has no path' }, element.place))
    return
  }
  warnOfClasses(reading, element)
  const path = includedPath(frame, element, written)
  const files = reading.attempt(element.place, () => listFiles(reading, element, path))
  if (files === null) return
  if (files.length === 0 && flag(element, 'errorIfMissingOrEmpty') !== false) {
    reading.complain(complaint('INCLUDE_EMPTY', { path: written }, element.place))
  }
  for (const file of files) {
    if (readable.test(file.path)) addFile(reading, frame, element, file)
    else if (otherFormats.test(file.path)) reading.complain(complaint('UNKNOWN_FORMAT', file, element.place))
    else reading.warn(complaint('UNKNOWN_FORMAT', file, element.place))
  }
}

function addFile(reading: Reading, frame: Frame, element: XmlElement, file: LocatedFile): void {
  const chain = openFiles(frame)
  const from = chain.findIndex((open) => open.absolute === file.absolute)
  if (from !== -1) {
    const names = [...chain.slice(from), file].map((open) => open.path).join(' → ')
    throw fail('INCLUDE_CYCLE', { chain: names }, element.place)
  }
  const terms: IncludeTerms = {
    context: checkContext(reading, contextOf(element), element.place),
    labels: parseLabels(attribute(element, 'labels')),
    ignore: flag(element, 'ignore') ?? false,
  }
  const included = reading.include(file, frame, terms, element.place)
  for (const changeset of included.changesets) addInRunOrder(frame.changesets, changeset)
}

/** The files that are being read, outermost first. */
function openFiles(frame: Frame): LocatedFile[] {
  const files: LocatedFile[] = []
  for (let at: Frame | null = frame; at !== null; at = at.parent) files.unshift(at.file)
  return files
}

function includedPath(frame: Frame, element: XmlElement, written: string): string {
  const path = written.replaceAll('\\', '/')
  return flag(element, 'relativeToChangelogFile') === true ? normalizePath(siblingOf(frame, path)) : path
}

function listFiles(reading: Reading, element: XmlElement, path: string): LocatedFile[] {
  const minDepth = depth(element, 'minDepth')
  const maxDepth = depth(element, 'maxDepth')
  const endsWith = attribute(element, 'endsWithFilter')?.trim()
  const found = reading.storage.list(path, { minDepth, maxDepth, endsWith })
  // Of several roots the first has the file, as it has for an include.
  const byPath = new Map<string, LocatedFile>()
  for (const file of found) if (!byPath.has(file.path)) byPath.set(file.path, file)
  const order = (file: LocatedFile) => file.path.replace('WEB-INF/classes/', '')
  return [...byPath.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

function depth(element: XmlElement, name: string): number | undefined {
  const text = attribute(element, name)
  if (text === null) return undefined
  if (!/^[+-]?\d+$/.test(text)) throw fail('CHANGELOG_INVALID', { detail: `${name}="${text}" is no number` })
  return Number(text)
}

function warnOfClasses(reading: Reading, element: XmlElement): void {
  for (const name of ['filter', 'resourceFilter', 'resourceComparator']) {
    const value = attribute(element, name)
    if (value === null) continue
    const detail = `${name}="${value}" is a Java class, which is not run`
    const item = complaint('CHANGELOG_INVALID', { detail }, element.place)
    // Liquibase sorts in its usual way where the comparator cannot be loaded, but a filter decides what is deployed.
    if (name === 'resourceComparator') reading.warn(item)
    else reading.complain(item)
  }
}
