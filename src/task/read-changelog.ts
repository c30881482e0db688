import { asRecorded } from '../change/as-recorded.ts'
import { checksumOf, type ReadBody } from '../checksum/changeset-checksum.ts'
import { fail, throwIfAny } from '../errors/dvm-error.ts'
import type { Body, RangesBody } from '../model/body.ts'
import type { Changelog, Warning } from '../model/changelog.ts'
import { type Changeset, type Fault, identity } from '../model/changeset.ts'
import type { Checksum, ChecksumVersion } from '../model/checksum.ts'
import type { HistoryEntry } from '../model/history.ts'
import { formatPlace } from '../model/place.ts'
import { parseChangelog } from '../parse/parse-changelog.ts'
import { readBody, readBodyBytes } from '../parse/read-body.ts'
import { type Filtered, filterChangesets } from '../select/filter-changesets.ts'
import type { Context } from './context.ts'

/** The changelog as this run sees it. */
export interface ReadChangelog {
  readonly changelog: Changelog
  readonly filtered: Filtered
  /** Checksums, computed once per changeset and version. */
  readonly checksum: (changeset: Changeset, version: ChecksumVersion) => Checksum
  /** The text of a body, in pieces. */
  readonly readBody: (body: Body) => Iterable<string>
  /** The bytes of a data file, in pieces: each is gone when the next one is asked for. */
  readonly readBytes: (body: RangesBody) => Iterable<Buffer>
  /** What the files themselves are warned of for, and these changesets of them. */
  readonly warningsOf: (changesets: Iterable<Changeset>) => readonly Warning[]
  /** Faults that nobody asks for: their changesets ran, and do not run again. */
  readonly waived: readonly Fault[]
}

/**
 * Reads the changelog of the settings and applies contexts, labels and dbms. `facts` are Liquibase's `database.*`
 * parameters, `entries` what ran where the run is for a database: the validation of changesets is not asked of those then,
 * unless they run again (ValidatingVisitor). Every complaint of every file comes in one DvmError; then those of every
 * changeset that is kept. A changeset that is filtered away may have faults: `requireSound` and its checksum throw them.
 */
export function readChangelog(
  context: Context,
  facts: Readonly<Record<string, string>>,
  entries: readonly HistoryEntry[] = [],
): ReadChangelog {
  const { settings, sources } = context
  if (settings.changelog === null) {
    throw fail('SETTING_MISSING', { setting: '--changelog', detail: 'the root changelog of the tree' })
  }
  const read = Object.assign((body: Body) => readBody(sources, body), {
    bytes: (body: Body) => readBodyBytes(sources, body),
  })
  const parsed = parseChangelog(sources, {
    changelog: settings.changelog,
    properties: settings.properties,
    contexts: settings.contexts,
    labelFilter: settings.labelFilter,
    database: facts,
    parsing: settings.parsing,
  })
  const changelog = {
    ...parsed,
    changesets: parsed.changesets.map((changeset) => withRecordedChecksum(changeset, read)),
  }
  const filtered = filterChangesets(changelog.changesets, settings)
  const ran = new Set(entries.map((entry) => identity(entry.key)))
  const { counting, waived } = judge(filtered.kept, ran)
  throwIfAny([...counting, ...filtered.duplicates], warningsOf(parsed.warnings, filtered.kept))
  const known = new Map<Changeset, Partial<Record<ChecksumVersion, Checksum>>>()
  const checksum = (changeset: Changeset, version: ChecksumVersion): Checksum => {
    throwIfAny(changeset.faults.filter(({ blocks }) => blocks !== 'run'))
    const computed = known.get(changeset) ?? {}
    known.set(changeset, computed)
    computed[version] ??= checksumOf(changeset, version, read)
    return computed[version]
  }
  return {
    changelog,
    filtered,
    checksum,
    readBody: read,
    readBytes: read.bytes,
    warningsOf: (changesets) => warningsOf(parsed.warnings, changesets),
    waived,
  }
}

/** Throws what keeps changesets from running, for those that are to run or to be packaged. */
export function requireSound(changesets: Iterable<Changeset>): void {
  throwIfAny([...changesets].flatMap(({ faults }) => faults))
}

function judge(kept: readonly Changeset[], ran: ReadonlySet<string>): { counting: Fault[]; waived: Fault[] } {
  const counting: Fault[] = []
  const waived: Fault[] = []
  for (const { key, faults, runAlways, runOnChange } of kept) {
    if (faults.length === 0) continue
    const settled = !runAlways && !runOnChange && ran.has(identity(key))
    for (const fault of faults) (settled && fault.blocks !== undefined ? waived : counting).push(fault)
  }
  return { counting, waived }
}

function warningsOf(warnings: readonly Warning[], changesets: Iterable<Changeset>): readonly Warning[] {
  if (warnings.length === 0) return []
  const places = new Set([...changesets].map(({ place }) => formatPlace(place)))
  const told = new Map<string, Warning>()
  for (const { changeset, ...warning } of warnings) {
    if (changeset === undefined || places.has(formatPlace(changeset))) told.set(JSON.stringify(warning), warning)
  }
  return [...told.values()]
}

/** Takes what Liquibase recorded by mistake as valid: the history says so for ever, and the changeset did not change. */
function withRecordedChecksum(changeset: Changeset, read: ReadBody): Changeset {
  const recorded = asRecorded(changeset)
  if (recorded === null || changeset.faults.length > 0) return changeset
  return { ...changeset, validChecksums: [...changeset.validChecksums, checksumOf(recorded, 9, read)] }
}
