import { formatKey } from '../model/changeset.ts'
import { formatDifference, type PathPoint, type PathStep } from '../model/package-path.ts'
import type { PackagePlan } from './package-plan.ts'

/** A header must stay one that people read, and that is read without the rest of the file: the manifest has it all. */
const MOST_LINES = 20
const WIDTH = 240

/** The way a package leads, as `[word, text]` lines for its header. */
export function pathText({ start }: PackagePlan): [string, string][] {
  if (start === null) return []
  const { path } = start
  const steps = path.steps.map((step, index): [string, string] => [`STEP ${index + 1}`, stepText(step)])
  const again = path.again.map((key): [string, string] => ['RUN AGAIN', formatKey(key)])
  const differences = path.differences.map((one): [string, string] => ['DIFFERS', formatDifference(one)])
  const lines: [string, string][] = [
    ['FROM', pointText(path.from)],
    ...first(steps, 'steps'),
    ['TO', pointText(path.to)],
    ...first(again, 'changesets that are run again'),
    ...first(differences, 'differences'),
  ]
  return lines.map(([word, text]) => [word, text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text])
}

function first(lines: readonly [string, string][], what: string): [string, string][] {
  if (lines.length <= MOST_LINES) return [...lines]
  return [...lines.slice(0, MOST_LINES), ['…', `${lines.length - MOST_LINES} more ${what}: the manifest has all`]]
}

function pointText({ version, changesets, last }: PathPoint): string {
  if (last === null) return `${version} (no changeset)`
  const { key, order, executedAt, deployment, tag } = last
  const facts = [
    `order ${order}`,
    formatKey(key),
    ...(executedAt === null ? [] : [executedAt]),
    ...(deployment === null ? [] : [`deployment ${deployment}`]),
    ...(tag === null ? [] : [`tag ${tag}`]),
  ]
  return `${version} = ${facts.join(', ')} (${count(changesets)})`
}

function stepText({ deployment, executedAt, changesets, tags }: PathStep): string {
  const facts = [
    ...(deployment === null ? [] : [`deployment ${deployment}`]),
    ...(executedAt === null ? [] : [executedAt]),
    count(changesets),
    ...(tags.length === 0 ? [] : [`tags ${tags.join(', ')}`]),
  ]
  return facts.join(', ')
}

function count(changesets: number): string {
  return `${changesets} ${changesets === 1 ? 'changeset' : 'changesets'}`
}
