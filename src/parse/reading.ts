import { placeWithin } from '../document/place-within.ts'
import { type Complaint, complaint, DvmError, formatComplaint } from '../errors/dvm-error.ts'
import type { SourceFile, Warning } from '../model/changelog.ts'
import type { Place } from '../model/place.ts'
import type { PreconditionContainer } from '../model/precondition.ts'
import type { LocatedFile, SourceStorage } from '../storage/source-storage.ts'
import { type ExpansionScope, expand } from './expand.ts'
import type { Frame, IncludeTerms } from './frame.ts'
import { logicalPathOf } from './frame.ts'
import { Parameters } from './parameters.ts'

/** What is read, and what decides which properties count. */
export interface ParseRequest {
  /** The root changelog, looked up on the search path. */
  readonly changelog: string
  /** Properties given from outside; they win over the changelog's. */
  readonly properties: readonly (readonly [name: string, value: string])[]
  readonly contexts: readonly string[]
  readonly labelFilter: string | null
  /** `database.*` properties, e.g. `database.defaultSchemaName`. */
  readonly database: Readonly<Record<string, string>>
}

/** Reads a changelog file into a frame; reading.ts cannot name the one there is, which leads back here. */
export type ReadChangelogFile = (reading: Reading, frame: Frame) => void

/** Where a character of some text stands, by its offset. */
export type PlaceOf = (offset: number) => Place

/** One reading of a whole tree: what was found, and everything that is wrong with it. */
export class Reading {
  readonly storage: SourceStorage
  readonly parameters: Parameters
  readonly contextsGiven: boolean
  readonly complaints: Complaint[] = []
  readonly warnings: Warning[] = []
  readonly preconditions: PreconditionContainer[] = []
  readonly files = new Map<string, SourceFile>()
  /** The root's frame; set before anything else is read. */
  root: Frame | null = null
  readonly #readFile: ReadChangelogFile
  readonly #later: (() => void)[] = []
  readonly #told = new Set<string>()

  constructor(storage: SourceStorage, request: ParseRequest, readFile: ReadChangelogFile) {
    this.storage = storage
    this.#readFile = readFile
    this.contextsGiven = request.contexts.length > 0
    this.parameters = new Parameters(request, [...Object.entries(request.database), ...request.properties])
  }

  /** Reads a file into a new frame. What goes wrong becomes complaints; those without a place get `place`. */
  include(file: LocatedFile, parent: Frame | null, terms: IncludeTerms, place: Place | null): Frame {
    const frame: Frame = {
      ...terms,
      file,
      physicalPath: file.path,
      parent,
      logicalPath: null,
      ownContext: null,
      changesets: [],
    }
    this.root ??= frame
    this.attempt(place, () => this.#readFile(this, frame))
    return frame
  }

  /** Runs a step whose failure must not hide what else is wrong. */
  attempt<T>(place: Place | null, step: () => T): T | null {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof DvmError)) throw error
      for (const item of error.complaints) this.complain(item.place === null ? { ...item, place } : item)
      return null
    }
  }

  /** Does something when every file was read: files that changes name see properties defined after them. */
  later(step: () => void): void {
    this.#later.push(step)
  }

  finish(): void {
    for (const step of this.#later) step()
  }

  complain(item: Complaint): void {
    this.complaints.push(item)
  }

  /** Told once per place: the file that many changes name is expanded for each of them. */
  warn(item: Complaint): void {
    const key = formatComplaint(item)
    if (!this.#told.has(key)) this.warnings.push({ code: item.code, message: item.message, place: item.place })
    this.#told.add(key)
  }

  /** Expands text that begins at `start`, or whose characters stand where `start` says. */
  expand(text: string, frame: Frame, start: Place | PlaceOf): string {
    if (!text.includes('${')) return text
    const placeOf = typeof start === 'function' ? start : (offset: number) => placeWithin(text, offset, start)
    return expand(text, this.scope(frame, placeOf))
  }

  /** Properties as the frame's changelog sees them now. Each name is warned of once per scope. */
  scope(frame: Frame, placeOf: PlaceOf): ExpansionScope {
    const changelog = logicalPathOf(frame)
    const told = new Set<string>()
    const once = (key: string, tell: () => void) => {
      if (!told.has(key)) tell()
      told.add(key)
    }
    return {
      find: (name) => this.parameters.find(name, changelog),
      undefined: (name, offset) =>
        once(name, () => this.warn(complaint('PROPERTY_UNDEFINED', { name }, placeOf(offset)))),
      recursive: (chain, offset) =>
        once(chain.join(), () =>
          this.complain(complaint('PROPERTY_RECURSIVE', { chain: chain.join(' → ') }, placeOf(offset))),
        ),
      tooLarge: (offset) => {
        const detail = 'the properties used here expand to more than 64 MB'
        this.complain(complaint('CHANGELOG_INVALID', { detail }, placeOf(offset)))
      },
    }
  }
}
