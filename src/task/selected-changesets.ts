import type { StartPoint } from '../assemble/package-plan.ts'
import type { Warning } from '../model/changelog.ts'
import type { Changeset, ChangesetKey } from '../model/changeset.ts'
import type { Decision, SelectedChangeset } from '../model/selection.ts'

/** What goes into a package, and what it asks of its target. */
export interface SelectedChangesets {
  /** In the order they run. */
  readonly selected: readonly SelectedChangeset[]
  /** What the target must have already. */
  readonly required: readonly ChangesetKey[]
  /** For a package that leads from one point to another. */
  readonly start: StartPoint | null
  /** What `--allow` let pass, in words for the header. */
  readonly notes: readonly string[]
  /** Which rules it loosened. */
  readonly allowed: readonly string[]
  readonly warnings?: readonly Warning[]
}

/** Is told of every changeset whether it goes in, and why. */
export type Tell = (changeset: Changeset, decision: Decision) => void
