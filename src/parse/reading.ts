import { placeWithin } from '../document/place-within.ts'
import { type Complaint, complaint, DvmError, formatComplaint } from '../errors/dvm-error.ts'
import type { SourceFile, Warning } from '../model/changelog.ts'
import type { Changeset, Fault } from '../model/changeset.ts'
import { formatPlace, type Place } from '../model/place.ts'
import type { PreconditionContainer } from '../model/precondition.ts'
import type { ParsingModes } from '../model/settings.ts'
import type { LocatedFile, SourceStorage } from '../storage/source-storage.ts'
import { type ExpansionScope, expand } from './expand.ts'
import type { Frame, IncludeTerms } from './frame.ts'
import { logicalPathOf } from './frame.ts'
import { isJavaProperty } from './java-property.ts'
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
  /** As Liquibase does it when it is told nothing, where this is not given. */
  readonly parsing?: ParsingModes
}

/** Reads a changelog file into a frame; reading.ts cannot name the one there is, which leads back here. */
export type ReadChangelogFile = (reading: Reading, frame: Frame) => void

type Complain = (item: Complaint) => void

/** Where a character of some text stands, by its offset. */
export type PlaceOf = (offset: number) => Place

/** What properties may add to a tree, in characters. */
const MAX_GROWTH = 256 << 20

/** One reading of a whole tree: what was found, and everything that is wrong with it. */
export class Reading {
  readonly storage: SourceStorage
  readonly parameters: Parameters
  readonly contextsGiven: boolean
  /** What the run is asked for. */
  readonly run: Pick<ParseRequest, 'contexts' | 'labelFilter'>
  /** Whether an entry of YAML or JSON may name what nobody knows. */
  readonly passesUnknown: boolean
  /** The rules of expansion that hold for the whole tree. */
  readonly expansion: Pick<ExpansionScope, 'escaping' | 'emptyMissing'>
  readonly #missing: ParsingModes['missingProperties']
  /** Faults of changesets included, in the order they were found. */
  readonly complaints: Complaint[] = []
  /** Whether one of them is more than a changeset's fault. */
  broken = false
  readonly warnings: Warning[] = []
  readonly preconditions: PreconditionContainer[] = []
  readonly files = new Map<string, SourceFile>()
  /** Bytes of SQL whose text is held. */
  held = 0
  /** The root's frame; set before anything else is read. */
  root: Frame | null = null
  /** Folders of the `includeAll` that is being read and of those within it; `null` outside of any. */
  includedFolders: Set<string> | null = null
  readonly #readFile: ReadChangelogFile
  readonly #later: (() => void)[] = []
  readonly #told = new Set<string>()
  readonly #complained = new Set<string>()
  #growth = 0
  /** Faults that are found before their changeset is there, by where it begins. */
  readonly #ahead = new Map<string, Fault[]>()
  /** Where the changeset begins that is being read; `null` outside of any. */
  #changeset: Place | null = null

  constructor(storage: SourceStorage, request: ParseRequest, readFile: ReadChangelogFile) {
    this.storage = storage
    this.#readFile = readFile
    this.contextsGiven = request.contexts.length > 0
    this.run = request
    this.passesUnknown = request.parsing?.unknownEntries === 'pass'
    this.#missing = request.parsing?.missingProperties ?? 'preserve'
    this.expansion = { escaping: request.parsing?.propertyEscaping === true, emptyMissing: this.#missing === 'empty' }
    this.parameters = new Parameters(request, [...Object.entries(request.database), ...request.properties])
  }

  /** Reads a file into a new frame. What goes wrong becomes complaints; those without a place get `place`. */
  include(file: LocatedFile, parent: Frame | null, terms: IncludeTerms, place: Place | null): Frame {
    const frame: Frame = {
      file,
      physicalPath: file.path,
      parent,
      logicalPath: null,
      ownContext: null,
      quotingStrategy: null,
      schema: null,
      removedAttributes: [],
      changesets: [],
      ...terms,
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

  /** Runs a step that reads a changeset: what is warned of meanwhile matters to whom the changeset matters. */
  within<T>(changeset: Place | null, step: () => T): T {
    const around = this.#changeset
    this.#changeset = changeset
    try {
      return step()
    } finally {
      this.#changeset = around
    }
  }

  /** Does something when every file was read: files that changes name see properties defined after them. */
  later(step: () => void): void {
    const changeset = this.#changeset
    this.#later.push(() => this.within(changeset, step))
  }

  finish(): void {
    for (const step of this.#later) step()
  }

  complain(item: Complaint): void {
    this.#add(item)
    this.broken = true
  }

  /** Notes what is wrong with one changeset's changes: told with everything else where the tree cannot be read. */
  fault(faults: Fault[], item: Fault): void {
    faults.push(item)
    this.#add(item)
  }

  /** Changesets with what was found of them while their texts were expanded. */
  withFaults(changesets: readonly Changeset[]): readonly Changeset[] {
    if (this.#ahead.size === 0) return changesets
    return changesets.map((changeset) => {
      const ahead = this.#ahead.get(formatPlace(changeset.place))
      return ahead === undefined ? changeset : { ...changeset, faults: [...ahead, ...changeset.faults] }
    })
  }

  /** Complains of what has another value on every machine: only changesets that run need it. */
  complainOfMachine(item: Complaint): void {
    if (this.#changeset === null) this.complain(item)
    else {
      const key = formatPlace(this.#changeset)
      const faults = this.#ahead.get(key) ?? []
      this.#ahead.set(key, faults)
      this.fault(faults, item)
    }
  }

  /** What a schema forbids may also be what a reader misses. */
  #add(item: Complaint): void {
    const key = formatComplaint(item)
    if (!this.#complained.has(key)) this.complaints.push(item)
    this.#complained.add(key)
  }

  /** Told once per place and changeset: the file that many changes name is expanded for each of them. */
  warn(item: Complaint): void {
    const changeset = this.#changeset
    const key = `${formatComplaint(item)}${changeset === null ? '' : formatPlace(changeset)}`
    const { code, message, place } = item
    const warning = { code, message, place }
    if (!this.#told.has(key)) this.warnings.push(changeset === null ? warning : { ...warning, changeset })
    this.#told.add(key)
  }

  /** Expands text that begins at `start`, or whose characters stand where `start` says; `complain` takes what is wrong. */
  expand(text: string, frame: Frame, start: Place | PlaceOf, complain?: Complain): string {
    if (!text.includes('${')) return text
    return this.#measured(text, this.scope(frame, placesFrom(text, start), complain))
  }

  /** The same, for text that will be expanded once more: what has no value yet is told then. */
  expandAhead(text: string, frame: Frame, start: Place): string {
    if (!text.includes('${')) return text
    const scope = this.scope(frame, placesFrom(text, start))
    return this.#measured(text, this.#missing === 'preserve' ? { ...scope, undefined: () => undefined } : scope)
  }

  /** A text is bounded by itself; so is what all of them grow by. Nothing is expanded after that. */
  #measured(text: string, scope: ExpansionScope): string {
    if (this.#growth > MAX_GROWTH) return text
    const expanded = expand(text, scope)
    this.#growth += Math.max(0, expanded.length - text.length)
    if (this.#growth > MAX_GROWTH) scope.tooLarge(0)
    return expanded
  }

  /** Properties as the frame's changelog sees them now. Each name is warned of once per scope. */
  scope(frame: Frame, placeOf: PlaceOf, complain: Complain = (item) => this.complain(item)): ExpansionScope {
    const changelog = logicalPathOf(frame)
    const told = new Set<string>()
    const once = (key: string, tell: () => void) => {
      if (!told.has(key)) tell()
      told.add(key)
    }
    const tell: Complain = this.#missing === 'error' ? complain : (item) => this.warn(item)
    const usual = CONSEQUENCES[this.#missing]
    return {
      find: (name) => this.parameters.find(name, changelog),
      undefined: (name, offset) =>
        once(name, () => {
          const item = complaint(
            'PROPERTY_UNDEFINED',
            { name, consequence: isJavaProperty(name) ? MACHINE : usual },
            placeOf(offset),
          )
          if (isJavaProperty(name)) this.complainOfMachine(item)
          else tell(item)
        }),
      recursive: (chain, offset) =>
        once(chain.join(), () =>
          complain(complaint('PROPERTY_RECURSIVE', { chain: chain.join(' → ') }, placeOf(offset))),
        ),
      tooLarge: (offset) => {
        const detail = 'the properties used here, or all that are used up to here, expand beyond all measure'
        complain(complaint('CHANGELOG_INVALID', { detail }, placeOf(offset)))
      },
      ...this.expansion,
    }
  }
}

/** Why a property of Java is refused. */
export const MACHINE =
  ': Liquibase takes it from the machine that it runs on, so that no two machines make the same of it'

const CONSEQUENCES = { preserve: ' and stays as written', empty: ': nothing stands in its place', error: '' }

function placesFrom(text: string, start: Place | PlaceOf): PlaceOf {
  return typeof start === 'function' ? start : (offset) => placeWithin(text, offset, start)
}
