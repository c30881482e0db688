import { type Complaint, complaint, fail, throwIfAny } from '../errors/dvm-error.ts'
import { latest, stand } from '../history/stand.ts'
import { type Changeset, type ChangesetKey, formatKey, identity } from '../model/changeset.ts'
import { checksumVersionOf } from '../model/checksum.ts'
import type { History, HistoryEntry, Standing } from '../model/history.ts'
import type { Decision, PackageKind, SelectedChangeset } from '../model/selection.ts'
import { byHistory } from '../select/by-history.ts'
import type { Context } from './context.ts'
import type { ReadChangelog } from './read-changelog.ts'
import { tablesSchema } from './read-history.ts'
import { inRebuildOrder } from './rebuild-order.ts'

export interface SelectedChangesets {
  /** In the order they run. */
  readonly selected: readonly SelectedChangeset[]
  /** What the target must have already. */
  readonly required: readonly ChangesetKey[]
  /** What `--allow` let pass, in words for the header. */
  readonly notes: readonly string[]
  /** Which rules it loosened. */
  readonly allowed: readonly string[]
}

type Tell = (changeset: Changeset, decision: Decision) => void

/** Decides what goes in. Whatever does not match is refused, all of it at once, unless `--allow` names its rule. */
export function selectChangesets(
  context: Context,
  kind: PackageKind,
  read: ReadChangelog,
  history: History | null,
  tell: Tell = () => undefined,
): SelectedChangesets {
  const decisions = new Map<Changeset, Decision>()
  const chosen = decide(context, kind, read, history, (changeset, decision) => decisions.set(changeset, decision))
  for (const changeset of read.changelog.changesets) {
    const decision = decisions.get(changeset)
    if (decision !== undefined) tell(changeset, decision)
  }
  return chosen
}

function decide(
  context: Context,
  kind: PackageKind,
  read: ReadChangelog,
  history: History | null,
  tell: Tell,
): SelectedChangesets {
  for (const { changeset, decision } of read.filtered.skipped) if (kind !== 'deployed') tell(changeset, decision)
  if (history === null) return offline(context, read, tell)
  const { kept, skipped } = read.filtered
  const others = skipped.map((item) => item.changeset)
  const standing = stand(kept, others, history.entries, read.checksum)
  if (kind === 'deployed') return deployed(context, read, history, standing, others, tell)
  return pending(context, read, standing, tell)
}

function offline(context: Context, read: ReadChangelog, tell: Tell): SelectedChangesets {
  const selected = read.filtered.kept.map((changeset): SelectedChangeset => {
    tell(changeset, { verdict: 'include', because: 'whole-changelog' })
    return { changeset, because: 'whole-changelog', entry: null }
  })
  return { selected, required: [], ...new Allowances(context.settings.package.allow).result() }
}

/** What the history says ran, in the order that rebuilds it. Filters of this run do not matter: it ran. */
function deployed(
  context: Context,
  read: ReadChangelog,
  history: History,
  standing: Standing,
  others: readonly Changeset[],
  tell: Tell,
): SelectedChangesets {
  if (!history.tableExists) {
    const { settings } = context
    throw fail('HISTORY_NOT_FOUND', { table: `${tablesSchema(settings, history.server)}.${settings.tables.changelog}` })
  }
  const allowances = new Allowances(context.settings.package.allow)
  refuseDrift(standing, allowances)
  for (const entry of standing.missing) {
    const changeset = formatKey(entry.key)
    allowances.check(
      'missing',
      complaint('CHANGESET_MISSING', { changeset, order: entry.order }),
      `left out, in no changelog file: ${changeset}`,
    )
  }
  for (const group of standing.repeated) {
    const changeset = formatKey(latest(group).key)
    allowances.check(
      'repeated',
      complaint('HISTORY_REPEATED', { changeset, times: group.length }),
      `stands ${group.length} times in the history: ${changeset}`,
    )
  }
  allowances.settle()
  const ran = inRebuildOrder(standing, read.changelog.changesets)
  const selected = ran.map(({ changeset, entry }): SelectedChangeset => {
    tell(changeset, { verdict: 'include', because: 'ran-on-source' })
    return { changeset, because: 'ran-on-source', entry }
  })
  const there = new Set(ran.map((item) => item.changeset))
  for (const changeset of [...standing.pending, ...others]) {
    if (!there.has(changeset))
      tell(changeset, { verdict: 'skip', because: 'not-run-on-source', detail: 'not in the history' })
  }
  return { selected, required: [], ...allowances.result() }
}

/** What this database still lacks; a target must have what this database has. */
function pending(context: Context, read: ReadChangelog, standing: Standing, tell: Tell): SelectedChangesets {
  const allowances = new Allowances(context.settings.package.allow)
  refuseDrift(standing, allowances)
  allowances.settle()
  const known = [...standing.ran, ...standing.drifted]
  const entries = new Map<string, HistoryEntry>(known.map((item) => [identity(item.changeset.key), item.entry]))
  const selected: SelectedChangeset[] = []
  for (const changeset of read.filtered.kept) {
    const entry = entries.get(identity(changeset.key)) ?? null
    const recorded = entry?.checksum ?? null
    const computed =
      recorded === null || !changeset.runOnChange
        ? null
        : read.checksum(changeset, checksumVersionOf(recorded) === 8 ? 8 : 9)
    const decision = byHistory(changeset, entry, computed)
    tell(changeset, decision)
    if (decision.verdict === 'include') selected.push({ changeset, because: decision.because, entry })
  }
  return { selected, required: known.map((item) => item.entry.key), ...allowances.result() }
}

function refuseDrift(standing: Standing, allowances: Allowances): void {
  for (const { changeset, recorded, computed } of standing.drifted) {
    const key = formatKey(changeset.key)
    allowances.check(
      'drift',
      complaint('CHECKSUM_DRIFT', { changeset: key, recorded, computed }, changeset.place),
      `edited after it ran, packaged as it is now: ${key}`,
    )
  }
}

const LOOSENED_ELSEWHERE = [
  ['older-server', 'servers older than the source are taken'],
  ['unguarded-statement', 'statements outside a transaction run even where they cannot be repeated'],
] as const

/** Gathers what does not match; `--allow RULE` turns a refusal into a note that stands in the package. */
class Allowances {
  readonly #allow: ReadonlySet<string>
  readonly #complaints: Complaint[] = []
  readonly #notes: string[] = []
  readonly #used = new Set<string>()

  constructor(allow: readonly string[]) {
    this.#allow = new Set(allow)
  }

  check(rule: string, refusal: Complaint, note: string): void {
    if (!this.#allow.has(rule)) {
      this.#complaints.push(refusal)
      return
    }
    this.#used.add(rule)
    this.#notes.push(`--allow ${rule}: ${note}`)
  }

  settle(): void {
    throwIfAny(this.#complaints)
  }

  /** Rules that other stations loosen leave their mark here as well. */
  result(): { notes: readonly string[]; allowed: readonly string[] } {
    for (const [rule, note] of LOOSENED_ELSEWHERE) {
      if (!this.#allow.has(rule)) continue
      this.#used.add(rule)
      this.#notes.push(`--allow ${rule}: ${note}`)
    }
    return { notes: this.#notes, allowed: [...this.#used] }
  }
}
