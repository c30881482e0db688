import type { Changeset } from '../model/changeset.ts'
import type { Decision } from '../model/selection.ts'

export function byIgnore(changeset: Changeset): Decision | null {
  return changeset.ignore ? { verdict: 'skip', because: 'ignored', detail: 'ignore="true"' } : null
}
