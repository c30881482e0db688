import type { ChangeSource, LoadedFile } from '../change/change-type.ts'
import { attribute, flag } from '../change/read-attributes.ts'
import { placeWithin } from '../document/place-within.ts'
import { fail } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import { type Frame, siblingOf } from './frame.ts'
import { rangesBody } from './large-body.ts'
import { LARGE_FILE, loadSource, loadText } from './load-source.ts'
import type { Reading } from './reading.ts'

/** What the changes of a changelog read through. */
export function openChangeSource(reading: Reading, frame: Frame): ChangeSource {
  return {
    complain: (item) => reading.complain(item),
    load: (element, path, whole) =>
      reading.attempt(element.place, () => {
        const beside = flag(element, 'relativeToChangelogFile') ?? false
        const file = requireFile(reading, beside ? siblingOf(frame, path) : path)
        const encoding = attribute(element, 'encoding')
        if (!whole && encoding === null && file.bytes > LARGE_FILE) return loadLarge(reading, frame, file)
        return loadHeld(reading, frame, file, encoding, whole)
      }),
  }
}

/** The file at a path of the search path. Fails with FILE_NOT_FOUND. */
export function requireFile(reading: Reading, path: string): LocatedFile {
  const file = reading.storage.find(path)
  if (file === null) throw fail('FILE_NOT_FOUND', { path, looked: reading.storage.roots.join(', ') })
  return file
}

function loadHeld(
  reading: Reading,
  frame: Frame,
  file: LocatedFile,
  encoding: string | null,
  whole: boolean,
): LoadedFile {
  const { text, mark } = loadText(reading, file, encoding)
  const start = { file: file.path, line: 1, column: 1 }
  const lead = whole ? 0 : text.length - text.replace(/^[\0- ]+/, '').length
  const place = placeWithin(text, lead, start)
  const body = { kind: 'held' as const, text: whole ? text : trim(text) }
  // Liquibase expands these files when it runs them, with every property of the tree.
  if (text.includes('${')) {
    reading.later(() => {
      const expanded = reading.expand(text, frame, start)
      body.text = whole ? expanded : trim(expanded)
    })
  }
  return { raw: heldBody(mark ? `\uFEFF${text}` : text), body, place }
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
      body.properties = rangesBody(reading, inFile, [], true).properties
    })
  }
  return { raw, body, place }
}
