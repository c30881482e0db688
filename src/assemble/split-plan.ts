import { type Changeset, type ChangesetKey, formatKey } from '../model/changeset.ts'
import { matchesAnyOf } from '../model/expression.ts'
import type { Fragment } from '../model/fragment.ts'
import type { SplitBy, Stage, Work } from '../model/split.ts'
import type { PackagePlan } from './package-plan.ts'

export interface PlannedPart {
  readonly number: number
  readonly file: string
  readonly stage: Stage | null
  readonly work: Work | null
  readonly plan: PackagePlan
}

export interface SplitPlan {
  readonly parts: readonly PlannedPart[]
  /** `path::id::author` of changesets that run later than the changelog has them. */
  readonly moved: readonly string[]
}

export interface SplitFacts {
  workOf(fragment: Fragment): Work
  /** Bytes of each changeset's section, in order of the fragments. */
  readonly sizes: readonly number[]
}

interface Run {
  readonly stage: Stage | null
  readonly work: Work | null
  readonly fragments: Fragment[]
  bytes: number
}

/**
 * Cuts a package into parts, each a package of its own that asks its target for the changesets of the parts before it. By
 * size the order stays; by phase what is for after the deployment comes last, in its own order, and all else stays.
 */
export function splitPlan(plan: PackagePlan, by: SplitBy, facts: SplitFacts): SplitPlan {
  const runs =
    by.kind === 'size'
      ? bySize(plan.fragments, by.maxBytes, facts.sizes)
      : byPhase(plan.fragments, by.afterDeploy, facts)
  let required: readonly ChangesetKey[] = plan.required
  const keys = plan.fragments.map((fragment) => fragment.selected.changeset.key)
  // A target may have run the parts after this one: it is run again then.
  const start = plan.start === null ? null : { ...plan.start, known: [...plan.start.known, ...keys] }
  const width = Math.max(3, String(runs.length).length)
  const parts = runs.map(({ stage, work, fragments }, index): PlannedPart => {
    const number = index + 1
    const words = [String(number).padStart(width, '0'), stage, work].filter((word) => word !== null)
    const notes = [...plan.notes, noteOf(number, runs.length)]
    const part = { ...plan, fragments, required, start, notes }
    const recorded = fragments.filter(isRecorded).map((fragment) => fragment.selected.changeset.key)
    // Who has those had to have what they asked for: naming all that came before would grow with the square of the parts.
    if (recorded.length > 0) required = recorded
    return { number, file: `${words.join('-')}.sql`, stage, work, plan: part }
  })
  return { parts, moved: movedKeys(plan.fragments, runs) }
}

/** What its preconditions may skip, or may fail, leaves no row that a later part could ask for. */
function isRecorded({ preconditions, selected }: Fragment): boolean {
  return preconditions === null && selected.changeset.failOnError !== false
}

function noteOf(number: number, count: number): string {
  const before = number === 1 ? 'run it first' : `it asks for what parts 1 to ${number - 1} brought`
  return `part ${number} of ${count}: ${before}`
}

function bySize(fragments: readonly Fragment[], maxBytes: number, sizes: readonly number[]): readonly Run[] {
  const runs: Run[] = []
  for (const [index, fragment] of fragments.entries()) {
    const size = sizes[index] ?? 0
    const last = runs.at(-1)
    if (last === undefined || last.bytes + size > maxBytes) {
      runs.push({ stage: null, work: null, fragments: [fragment], bytes: size })
    } else {
      last.fragments.push(fragment)
      last.bytes += size
    }
  }
  return runs
}

function byPhase(fragments: readonly Fragment[], afterDeploy: string | null, { workOf }: SplitFacts): readonly Run[] {
  const isAfter = (fragment: Fragment): boolean =>
    afterDeploy !== null && hasLabel(fragment.selected.changeset, afterDeploy)
  const before = fragments.filter((fragment) => !isAfter(fragment))
  const runs: Run[] = []
  for (const [stage, those] of [
    ['before-deploy', before],
    ['after-deploy', fragments.filter(isAfter)],
  ] as const) {
    for (const fragment of those) {
      const work = workOf(fragment)
      const last = runs.at(-1)
      if (last?.stage === stage && last.work === work) last.fragments.push(fragment)
      else runs.push({ stage, work, fragments: [fragment], bytes: 0 })
    }
  }
  return runs
}

/** A changeset without labels matches every expression elsewhere; here it stays where it is. */
function hasLabel({ labels, inheritedLabels }: Changeset, expression: string): boolean {
  const all = [...labels, ...inheritedLabels.flat()]
  return all.length > 0 && matchesAnyOf(expression, all)
}

function movedKeys(fragments: readonly Fragment[], runs: readonly Run[]): readonly string[] {
  const place = new Map(fragments.map((fragment, index) => [fragment, index]))
  const order = runs.flatMap((run) => run.fragments)
  const moved: string[] = []
  let highest = -1
  for (const fragment of order) {
    const at = place.get(fragment) ?? 0
    if (at < highest) moved.push(formatKey(fragment.selected.changeset.key))
    highest = Math.max(highest, at)
  }
  return moved
}
