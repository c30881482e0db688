import { splitList, trim, trimToNull } from '../kit/trim.ts'
import type { Changeset } from '../model/changeset.ts'
import type { HistoryColumns } from '../model/fragment.ts'
import { describeChange } from './registry.ts'

const MAX_TEXT = 250

/** Column values as Liquibase 4.28 writes them (MarkChangeSetRanGenerator). */
export function historyColumns(changeset: Changeset): HistoryColumns {
  const tagging = changeset.changes.find((change) => change.kind === 'tagDatabase')
  return {
    description: describe(changeset),
    comments: limit(trim(changeset.comments ?? '')),
    contexts: fullContext(changeset),
    labels: fullLabels(changeset),
    tag: tagging?.tag ?? null,
  }
}

/** Column DESCRIPTION: the changes, in order, at most 250 characters. */
export function describe(changeset: Changeset): string {
  if (changeset.changes.length === 0) return 'empty'
  return limit(changeset.changes.map(describeChange).join('; '))
}

/** Inherited expressions and the changeset's own, joined by AND; a part with a comma or a blank is put in parentheses. */
function fullContext(changeset: Changeset): string | null {
  const parts = [...changeset.inheritedContexts, changeset.context ?? '']
    .filter((part) => splitList(trim(part)).length > 0)
    .map((part) => (part.includes(',') || part.includes(' ') ? `(${part})` : part))
  return trimToNull(parts.join(' AND '))
}

function fullLabels(changeset: Changeset): string | null {
  const parts = [...changeset.inheritedLabels, changeset.labels].filter((labels) => labels.length > 0)
  return trimToNull(parts.map((labels) => labels.join(',')).join(','))
}

function limit(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 3)}...` : text
}
