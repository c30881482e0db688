import { formatKey, identity } from '../model/changeset.ts'
import type { ComparisonPlan, DifferingEntry } from '../model/comparison.ts'
import { isInternal } from '../model/history.ts'
import { majorOf, type ReadDatabase } from './read-compared.ts'

interface Compared {
  readonly source: ReadDatabase
  readonly target: ReadDatabase
  readonly history: readonly DifferingEntry[]
  /** By which a command names them. */
  readonly urls: { readonly source: string; readonly target: string }
  /** Objects that differ. */
  readonly objects: number
}

/** Which package brings the target to the source, if one does. Only histories decide: a package is made of changesets. */
export function planComparison(compared: Compared): ComparisonPlan {
  const { source, target, history, objects } = compared
  const lacks = history.filter(({ state }) => state === 'only-in-source')
  const beyond = history.filter(({ state }) => state === 'only-in-target')
  const edited = history.filter(({ diverges }) => diverges)
  if (!source.told.tableExists && (objects > 0 || target.told.tableExists)) return noHistory(source.told.label)
  if (edited.length > 0 || (lacks.length > 0 && beyond.length > 0)) return diverged(lacks, beyond, edited)
  if (lacks.length > 0) return forward(compared, lacks)
  if (beyond.length > 0) return back(compared, beyond)
  if (objects > 0) return byHand(compared)
  const sentence =
    history.length === 0
      ? 'nothing is to be done: histories and objects are equal'
      : 'nothing is to be run: the histories differ only in how changesets are recorded'
  return { verdict: 'equal', sentence, command: null, reasons: [] }
}

function noHistory(label: string): ComparisonPlan {
  const sentence = `${label} has no history of changesets, so no package can be made of it`
  return { verdict: 'no-history', sentence, command: null, reasons: [] }
}

const FORWARD = 'dvm package sql --changelog FILE --from-database'

function forward({ urls }: Compared, lacks: readonly DifferingEntry[]): ComparisonPlan {
  const command = `${FORWARD} ${quoted(urls.target)} --to-database ${quoted(urls.source)}`
  return {
    verdict: 'package',
    sentence: `the target lacks ${count(lacks)} that ran on the source`,
    command,
    reasons: [],
  }
}

/** What is undone last ran last; otherwise what the source has stands behind it, too. */
function back({ source, target, urls }: Compared, beyond: readonly DifferingEntry[]): ComparisonPlan {
  const more = new Set(beyond.map(({ key }) => identity(key)))
  const ran = target.entries.filter((entry) => !isInternal(entry))
  const first = ran.findIndex(({ key }) => more.has(identity(key)))
  const behind = ran.slice(first).filter(({ key }) => !more.has(identity(key)))
  if (behind.length > 0) {
    const reasons = beyond.map((one) => `only the target has ${formatKey(one.key)}`)
    const sentence = `the target has ${count(beyond)} that never ran on the source, with common ones behind them`
    return { verdict: 'diverged', sentence, command: null, reasons }
  }
  const to = ran[first - 1]?.order ?? 0
  const command = `dvm package rollback --changelog FILE --database-url ${quoted(urls.target)} --to order:${to}`
  const sentence = `the target has ${count(beyond)} that never ran on ${source.told.label}; undoing them leads back`
  return { verdict: 'rollback', sentence, command, reasons: [] }
}

function byHand({ source, target, urls }: Compared): ComparisonPlan {
  const alike = majorOf(source.schema) === majorOf(target.schema)
  const other = alike ? '' : ', unless the two servers only spell it differently'
  const sentence = `the same changesets ran on both, so something was changed by hand${other}; this command tells what, on either`
  const command = `dvm drift --changelog FILE --database-url ${quoted(urls.target)}`
  const reasons = source.told.label === target.told.label ? ['both are the same database'] : []
  return { verdict: 'by-hand', sentence, command, reasons }
}

function diverged(
  lacks: readonly DifferingEntry[],
  beyond: readonly DifferingEntry[],
  edited: readonly DifferingEntry[],
): ComparisonPlan {
  return {
    verdict: 'diverged',
    sentence: 'the two have diverged: no package leads from one to the other',
    command: null,
    reasons: [
      ...edited.map(
        ({ key }) => `ran with other contents, which only runOnChange and runAlways allow: ${formatKey(key)}`,
      ),
      ...lacks.map(({ key }) => `only the source has ${formatKey(key)}`),
      ...beyond.map(({ key }) => `only the target has ${formatKey(key)}`),
    ],
  }
}

function count({ length }: readonly unknown[]): string {
  return `${length} ${length === 1 ? 'changeset' : 'changesets'}`
}

/** For a shell. */
function quoted(url: string): string {
  return /^[\w@:/.%+[\]-]+$/.test(url) ? url : `'${url.replaceAll("'", `'\\''`)}'`
}
