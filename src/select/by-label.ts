import type { Changeset } from '../model/changeset.ts'
import { matchesAnyOf } from '../model/expression.ts'
import type { Decision } from '../model/selection.ts'

/** The label filter is the expression here, and the labels of changeset and includes are its items. */
export function byLabel(changeset: Changeset, labelFilter: string | null): Decision | null {
  for (const labels of [changeset.labels, ...changeset.inheritedLabels]) {
    if (!matchesAnyOf(labelFilter, labels)) {
      return {
        verdict: 'skip',
        because: 'label-mismatch',
        detail: `labels "${labels.join(',')}" do not match "${labelFilter ?? ''}"`,
      }
    }
  }
  return null
}
