import { type ChangesetKey, identity } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { UnexpectedEntry } from '../model/verification.ts'
import { inPackageOrder } from './in-package-order.ts'
import { unequalEntries } from './unequal-entries.ts'

/** A changeset of a Liquibase package, in its order. */
export interface BundledKey {
  readonly key: ChangesetKey
  /** Checksums that the package takes as valid beside its own. */
  readonly validChecksums: readonly Checksum[]
}

export interface UnequalBundled {
  readonly unexpected: readonly UnexpectedEntry[]
  /** Changesets that were marked as run with a checksum of the package's own, which it says of them. */
  readonly accepted: readonly ChangesetKey[]
}

/**
 * Every way in which the history that a Liquibase package leaves is not the one that was expected, but for what one file has
 * no words for: paths in DESCRIPTION, parentheses in CONTEXTS, that a changeset ran again, and when it did; and but for
 * checksums of changesets that were marked as run, which such a package accepts and does not keep.
 */
export function unequalBundled(
  expected: readonly HistoryEntry[],
  found: readonly HistoryEntry[],
  bundled: readonly BundledKey[],
): UnequalBundled {
  const keys = bundled.map(({ key }) => key)
  const valid = new Map(bundled.map(({ key, validChecksums }) => [identity(key), validChecksums]))
  const marked = new Set(found.flatMap(({ key, execType }) => (execType === 'MARK_RAN' ? [identity(key)] : [])))
  const accepted: ChangesetKey[] = []
  const unexpected = unequalEntries(inPackageOrder(expected, keys), found).filter((one) => {
    const key = identity(one.key)
    if (one.field !== 'checksum' || !marked.has(key)) return !saysTheSame(one)
    const isAccepted = one.expected !== null && valid.get(key)?.includes(one.expected) === true
    if (isAccepted) accepted.push(one.key)
    return !isAccepted
  })
  return { unexpected, accepted }
}

function saysTheSame({ field, expected, found }: UnexpectedEntry): boolean {
  switch (field) {
    case 'description':
      return sameDescription(expected ?? '', found ?? '')
    case 'contexts':
      return contextsOf(expected ?? '') === contextsOf(found ?? '')
    case 'exectype':
      return expected === 'RERAN' && found === 'EXECUTED'
    default:
      return false
  }
}

/** How long a description that Liquibase cut short is, dots included. */
const CUT_LENGTH = 250

function sameDescription(expected: string, found: string): boolean {
  const [one, other] = [withoutPaths(expected), withoutPaths(found)]
  if (one === other) return true
  // Shorter words leave room for more of them: only changes that both tell in full can be compared.
  const isCut = [expected, found].some((text) => text.length === CUT_LENGTH && text.endsWith('...'))
  if (!isCut) return false
  const [whole, others] = [toldInFull(one, expected), toldInFull(other, found)]
  const count = Math.min(whole.length, others.length)
  return whole.slice(0, count).join() === others.slice(0, count).join()
}

function toldInFull(description: string, recorded: string): readonly string[] {
  const changes = description.split('; ')
  return recorded.length === CUT_LENGTH && recorded.endsWith('...') ? changes.slice(0, -1) : changes
}

/** A file's text stands in its place: `sql` for `sqlFile path=…`. */
function withoutPaths(description: string): string {
  return description
    .replace(/sqlFile path=[^;]*/g, 'sql')
    .replace(/ path=[^,;]*,/g, '')
    .replace(/ path=[^,;]*/g, '')
}

function contextsOf(contexts: string): string {
  return contexts.replace(/[()]/g, '').replace(/ *, */g, ' or ')
}
