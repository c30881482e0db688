import type { BundledDraft } from './draft-bundled.ts'

/** Which changesets keep which history rows. */
export interface Keepers {
  /** Whose rows the SQL of this changeset keeps. */
  rowsOf(draft: BundledDraft): readonly BundledDraft[]
  /** Whether the row of this changeset says what the source's says, however it is recorded. */
  isKept(draft: BundledDraft): boolean
}

/**
 * A changeset whose checksum Liquibase does not compute keeps its own row by SQL of its own. One that may be marked as run
 * without running has its row kept by the last of the others before it as well, where there is one.
 */
export function findKeepers(drafts: readonly BundledDraft[]): Keepers {
  const rows = new Map<BundledDraft, BundledDraft[]>()
  const kept = new Set<BundledDraft>()
  let host: BundledDraft | null = null
  for (const draft of drafts) {
    if (draft.isComputed) continue
    rows.set(draft, [draft])
    const isMarked = mayBeMarked(draft)
    if (isMarked && host !== null) rows.get(host)?.push(draft)
    if (!isMarked || host !== null) kept.add(draft)
    if (runsAlways(draft)) host = draft
  }
  return { rowsOf: (draft) => rows.get(draft) ?? [], isKept: (draft) => kept.has(draft) }
}

function mayBeMarked({ markOnly, selected }: BundledDraft): boolean {
  const { preconditions } = selected.changeset
  return markOnly || preconditions?.onFail === 'MARK_RAN' || preconditions?.onError === 'MARK_RAN'
}

/** On a database that has no row of it. */
function runsAlways({ markOnly, selected }: BundledDraft): boolean {
  const { preconditions, failOnError } = selected.changeset
  return !markOnly && preconditions === null && failOnError !== false
}
