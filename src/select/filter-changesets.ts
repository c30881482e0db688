import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { type Changeset, formatKey, identity } from '../model/changeset.ts'
import { formatPlace } from '../model/place.ts'
import type { Decision } from '../model/selection.ts'
import { byContext } from './by-context.ts'
import { byDbms } from './by-dbms.ts'
import { byIgnore } from './by-ignore.ts'
import { byLabel } from './by-label.ts'

export interface Filters {
  readonly contexts: readonly string[]
  readonly labelFilter: string | null
}

export interface Filtered {
  /** In running order. */
  readonly kept: readonly Changeset[]
  readonly skipped: readonly { readonly changeset: Changeset; readonly decision: Decision }[]
  /** CHANGESET_DUPLICATE for each changeset that repeats a kept one: contexts and dbms did not keep them apart. */
  readonly duplicates: readonly Complaint[]
}

/** Applies the rules that do not ask the history, in Liquibase's order: dbms, ignore, contexts, labels. */
export function filterChangesets(changesets: readonly Changeset[], filters: Filters): Filtered {
  const contexts = filters.contexts.map((context) => context.trim().toLowerCase()).filter((name) => name !== '')
  const kept: Changeset[] = []
  const skipped: { changeset: Changeset; decision: Decision }[] = []
  const duplicates: Complaint[] = []
  const seen = new Map<string, Changeset>()
  for (const changeset of changesets) {
    const decision =
      byDbms(changeset) ??
      byIgnore(changeset) ??
      byContext(changeset, contexts) ??
      byLabel(changeset, filters.labelFilter)
    if (decision !== null) {
      skipped.push({ changeset, decision })
      continue
    }
    const key = identity(changeset.key)
    const first = seen.get(key)
    if (first !== undefined) {
      duplicates.push(
        complaint(
          'CHANGESET_DUPLICATE',
          { changeset: formatKey(changeset.key), first: formatPlace(first.place) },
          changeset.place,
        ),
      )
    } else seen.set(key, changeset)
    kept.push(changeset)
  }
  return { kept, skipped, duplicates }
}
