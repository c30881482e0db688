import type { ChangeSource, LoadedFile } from '../change/change-type.ts'
import { attribute, flag } from '../change/read-attributes.ts'
import { placeWithin } from '../document/place-within.ts'
import { type Complaint, complaint, DvmError, fail } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import { type Body, heldBody, type RangesBody } from '../model/body.ts'
import type { Fault } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import { type Frame, siblingOf } from './frame.ts'
import { rangesBody } from './large-body.ts'
import { isHeld, loadSource, loadText, registerFile } from './load-source.ts'
import { readBodyBytes } from './read-body.ts'
import type { Reading } from './reading.ts'
import { hasOpenAttributes } from './schema-defaults.ts'

/** What the changes of a changeset read through; `complain` takes what is wrong with them. */
export function openChangeSource(reading: Reading, frame: Frame, complain: (item: Fault) => void): ChangeSource {
  return {
    openAttributes: frame.schema !== null && hasOpenAttributes(frame.schema),
    complain,
    warn: (item) => reading.warn(item),
    find: (node, path, beside, blocks = 'checksum') =>
      attempt(node.place, blocking(blocks, complain), () => {
        const file = requireFile(reading, beside ? siblingOf(frame, path) : path)
        registerFile(reading, file)
        return { path: file.path, body: allOf(file) }
      }),
    readBytes: (body) => readBodyBytes(reading.storage, body),
    load: (node, path, whole) =>
      attempt(node.place, blocking('checksum', complain), () => {
        const beside = flag(node, 'relativeToChangelogFile') ?? false
        const file = requireFile(reading, beside ? siblingOf(frame, path) : path)
        const encoding = attribute(node, 'encoding')
        if (!whole && encoding === null && !isHeld(reading, file)) return loadLarge(reading, frame, file)
        return loadHeld(reading, frame, file, { encoding, whole, complain })
      }),
  }
}

/** A file that cannot be had is missed by who reads it, not by who reads the changelog. */
function blocking(blocks: Fault['blocks'], complain: (item: Fault) => void): (item: Complaint) => void {
  return (item) => complain({ ...item, ...(blocks === undefined ? {} : { blocks }) })
}

function attempt<T>(place: Place, complain: (item: Complaint) => void, step: () => T): T | null {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    for (const item of error.complaints) complain(item.place === null ? { ...item, place } : item)
    return null
  }
}

/** The file at a path of the search path. Fails with FILE_NOT_FOUND or FILE_DUPLICATE. */
export function requireFile(reading: Reading, path: string): LocatedFile {
  const file = reading.storage.find(path)
  if (file === null) throw fail('FILE_NOT_FOUND', { path, looked: reading.storage.roots.join(', ') })
  if (file.hides !== undefined) {
    reading.warn(complaint('FILE_DUPLICATE', { path, files: [file.absolute, ...file.hides].join(', ') }))
  }
  return file
}

function loadHeld(
  reading: Reading,
  frame: Frame,
  file: LocatedFile,
  { encoding, whole, complain }: { encoding: string | null; whole: boolean; complain: (item: Complaint) => void },
): LoadedFile {
  const { text, mark, asUtf8, utf16 } = loadText(reading, file, encoding)
  // Stored objects are hashed as UTF-8, whatever their encoding is.
  if (whole && utf16) throw fail('ENCODING_INVALID', { detail: 'it begins with a byte order mark of UTF-16' })
  const start = { file: file.path, line: 1, column: 1 }
  const lead = whole ? 0 : text.length - text.replace(/^[\0- ]+/, '').length
  const place = placeWithin(text, lead, start)
  const expandedLater = (from: string): Body => {
    const body = { kind: 'held' as const, text: whole ? from : trim(from) }
    // Liquibase expands these files when it runs them, with every property of the tree.
    if (from.includes('${')) {
      reading.later(() => {
        const expanded = reading.expand(from, frame, start, complain)
        body.text = whole ? expanded : trim(expanded)
      })
    }
    return body
  }
  const raw = heldBody(mark ? `\uFEFF${text}` : text)
  const loaded = { raw, body: expandedLater(text), place }
  if (asUtf8 === null) return loaded
  return { ...loaded, foreign: { bytes: allOf(file), asUtf8: expandedLater(asUtf8) } }
}

/** The bytes of a file, as they are. */
function allOf(file: LocatedFile): RangesBody {
  return { kind: 'ranges', file: file.absolute, ranges: [[0, file.bytes]], expressions: false }
}

function loadLarge(reading: Reading, frame: Frame, file: LocatedFile): LoadedFile {
  const loaded = loadSource(reading, file)
  const facts = loaded.kind === 'large' ? loaded.facts : { mark: 0, expressions: false }
  const inFile = { ...frame, file }
  const raw = rangesBody(reading, inFile, [[0, file.bytes]], false)
  const place = { file: file.path, line: 1, column: 1 }
  const body = { ...rangesBody(reading, inFile, [[facts.mark, file.bytes]], false), expressions: facts.expressions }
  if (facts.expressions) {
    reading.later(() => {
      const { properties, expansion } = rangesBody(reading, inFile, [], true)
      Object.assign(body, { properties, expansion })
    })
  }
  return { raw, body, place }
}
