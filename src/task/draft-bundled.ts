import type { BundleText } from '../assemble/write-bundle.ts'
import { isLarge } from '../change/registry.ts'
import { checksumOf } from '../checksum/changeset-checksum.ts'
import type { Changeset } from '../model/changeset.ts'
import { type Checksum, type ChecksumVersion, checksumVersionOf } from '../model/checksum.ts'
import type { SelectedChangeset } from '../model/selection.ts'
import { type BundledChangeset, isPlain } from '../render/bundle/bundled-change.ts'
import { changesetElement } from '../render/bundle/changeset-element.ts'
import { inlineChangeset } from '../render/bundle/inline-changeset.ts'
import type { Rendering } from '../render/render-statements.ts'
import { type ReadBack, readBack } from './read-back.ts'
import type { ReadChangelog } from './read-changelog.ts'

/** How a changeset stands in a Liquibase package, and what Liquibase makes of that. */
export interface BundledDraft {
  readonly selected: SelectedChangeset
  readonly inlined: BundledChangeset
  /** The source's. */
  readonly checksum: Checksum
  /** Whether Liquibase computes it from the package. */
  readonly isComputed: boolean
  /** Whether Liquibase's schema knows all of it. */
  readonly isKnown: boolean
  /** Checksums that histories may have and Liquibase does not compute. */
  readonly validChecksums: readonly Checksum[]
  /** Recorded as MARK_RAN without running, as on the source. */
  readonly markOnly: boolean
}

export interface DraftTools {
  readonly read: ReadChangelog
  readonly rendering: Rendering
  readonly text: BundleText
}

/** Takes a changeset's files in, and asks what checksum that gives. */
export function draftBundled(selected: SelectedChangeset, tools: DraftTools): BundledDraft {
  const { changeset, entry } = selected
  const checksum = tools.read.checksum(changeset, 9)
  const inlined = inlineChangeset(changeset, tools.rendering)
  const { valid: isKnown, checksum: computed } = readInlined(changeset, inlined, tools)
  const isComputed = computed(9) === checksum
  // Another pass over all of them would tell nothing.
  const isTheSame = isComputed && isUntouched(changeset, inlined) && changeset.changes.some(isLarge)
  const versions = isTheSame ? [] : ([9, 8] as const)
  const validChecksums = acceptedChecksums(selected, versions, isComputed ? computed : () => null, tools.read)
  const markOnly = entry?.execType === 'MARK_RAN' && changeset.preconditions === null
  return { selected, inlined, checksum, isComputed, isKnown, validChecksums, markOnly }
}

/** Whether it named no files. */
function isUntouched({ changes }: Changeset, inlined: BundledChangeset): boolean {
  return changes.every((change, index) => change === inlined.changes[index])
}

/** What is not too much, and what the schema knows, is asked of the XML itself. */
function readInlined(source: Changeset, inlined: BundledChangeset, { read, text }: DraftTools): ReadBack {
  const { changes, rollback } = inlined
  if (!isPlain(changes)) return { valid: true, checksum: () => null }
  const own = { ...inlined, changes, rollback: null }
  const computed: ReadBack['checksum'] = isUntouched(source, inlined)
    ? (version) => read.checksum(source, version)
    : (version) => checksumOf(own, version, read.readBody)
  if (changes.some(isLarge)) return { valid: true, checksum: computed }
  const isShort = rollback !== null && isPlain(rollback) && !rollback.some(isLarge)
  const asked = { ...own, preconditions: null, rollback: isShort ? rollback : null }
  const terms = { validChecksums: [], markOnly: false, quotingStrategy: 'LEGACY' as const, foreign: false }
  const back = readBack(changesetElement(asked, terms), source, text)
  return back.valid ? back : { valid: false, checksum: computed }
}

/**
 * Those of the source, and what its history or that of another database may have and Liquibase does not compute: the
 * source's checksums of this version and the one before.
 */
function acceptedChecksums(
  { changeset, entry }: SelectedChangeset,
  versions: readonly ChecksumVersion[],
  computed: ReadBack['checksum'],
  read: ReadChangelog,
): readonly Checksum[] {
  const accepted = [...changeset.validChecksums]
  const take = (checksum: Checksum, version: ChecksumVersion) => {
    if (computed(version) !== checksum && !accepted.includes(checksum)) accepted.push(checksum)
  }
  for (const version of versions) take(read.checksum(changeset, version), version)
  const recorded = entry?.checksum ?? null
  if (recorded !== null) take(recorded, checksumVersionOf(recorded) === 8 ? 8 : 9)
  return accepted
}
