import { asRecorded } from '../change/as-recorded.ts'
import { checksumOf, type ReadBody } from '../checksum/changeset-checksum.ts'
import { fail, throwIfAny } from '../errors/dvm-error.ts'
import type { Body, RangesBody } from '../model/body.ts'
import type { Changelog } from '../model/changelog.ts'
import type { Changeset } from '../model/changeset.ts'
import type { Checksum, ChecksumVersion } from '../model/checksum.ts'
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
}

/**
 * Reads the changelog of the settings and applies contexts, labels and dbms. `facts` are Liquibase's `database.*`
 * parameters. Every complaint of every file comes in one DvmError; then those of every changeset that is kept. A changeset
 * that is filtered away may have faults: they are thrown when its checksum is asked for.
 */
export function readChangelog(context: Context, facts: Readonly<Record<string, string>>): ReadChangelog {
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
  })
  const changelog = {
    ...parsed,
    changesets: parsed.changesets.map((changeset) => withRecordedChecksum(changeset, read)),
  }
  const filtered = filterChangesets(changelog.changesets, settings)
  throwIfAny([...filtered.kept.flatMap((changeset) => changeset.faults), ...filtered.duplicates], parsed.warnings)
  const known = new Map<Changeset, Partial<Record<ChecksumVersion, Checksum>>>()
  const checksum = (changeset: Changeset, version: ChecksumVersion): Checksum => {
    throwIfAny(changeset.faults)
    const computed = known.get(changeset) ?? {}
    known.set(changeset, computed)
    computed[version] ??= checksumOf(changeset, version, read)
    return computed[version]
  }
  return { changelog, filtered, checksum, readBody: read, readBytes: read.bytes }
}

/** Takes what Liquibase recorded by mistake as valid: the history says so for ever, and the changeset did not change. */
function withRecordedChecksum(changeset: Changeset, read: ReadBody): Changeset {
  const recorded = asRecorded(changeset)
  if (recorded === null || changeset.faults.length > 0) return changeset
  return { ...changeset, validChecksums: [...changeset.validChecksums, checksumOf(recorded, 9, read)] }
}
