import { rmSync } from 'node:fs'
import type { Format } from '../../support/changelog-document.ts'
import { type ComparedState, compareStates, formatDifference } from '../../support/compare-states.ts'
import { copyDatabase, dropDatabase } from '../../support/copy-database.ts'
import { freshDatabase } from '../../support/database.ts'
import { historyRows } from '../../support/dump.ts'
import { psql } from '../../support/psql.ts'
import { writeFiles } from '../../support/write-files.ts'
import { stateOf } from '../stage.ts'
import { caseChangelog, caseFiles } from './case-changelog.ts'
import type { ChangeCase } from './change-case.ts'
import { packageOf, rollBackWith, syncWith, updateWith, versionEight } from './ours.ts'
import { screen } from './screen.ts'
import { suspects } from './suspects.ts'
import { complaintsOfTheirs, runTheirs, type Trial } from './theirs.ts'

export type Aspect =
  | 'read'
  | 'outcome'
  | 'checksum 9'
  | 'checksum 8'
  | 'first run'
  | 'second run'
  | 'nothing left'
  | 'update'
  | 'rollback'

/** Something in which we are not Liquibase. */
export interface Finding {
  readonly aspect: Aspect
  /** The cases it may belong to. */
  readonly cases: readonly ChangeCase[]
  readonly text: string
}

/** Everything in which we differ from real Liquibase on these cases, written in this format. */
export async function judge(all: readonly ChangeCase[], format: Format): Promise<readonly Finding[]> {
  const { agreed, disputed } = await screen(
    all.filter((one) => one.formats.includes(format)),
    format,
  )
  const databases: string[] = []
  const folder = writeFiles(caseFiles(agreed, format))
  const keep = (url: string): string => {
    databases.push(url)
    return url
  }
  const trial = { cases: agreed, folder, changelog: caseChangelog(format), keep }
  try {
    const read = disputed.map(asFinding('read'))
    return onlyOnce([...read, ...(await compareSums(trial)), ...(await compareRuns(trial))])
  } finally {
    for (const url of databases) await dropDatabase(url)
    rmSync(folder, { recursive: true })
  }
}

/** What the first run shows, the others show again. */
function onlyOnce(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ text }) => !seen.has(text) && seen.add(text))
}

/**
 * Every row that Liquibase writes where it only synchronises, so that also what no server takes is hashed. Then our
 * checksums of version 8 are put in the place of those that are there: Liquibase computes such rows anew, with version 8,
 * and refuses what differs.
 */
async function compareSums(trial: Trial): Promise<readonly Finding[]> {
  const theirs = trial.keep((await freshDatabase()).url)
  await runTheirs(trial, theirs, 'changelog-sync')
  const ours = trial.keep((await freshDatabase()).url)
  await syncWith(trial, ours)
  const only = async (url: string): Promise<ComparedState> => ({
    history: await historyRows(url),
    schema: '',
    data: '',
  })
  const nine = findingsOf(trial, 'checksum 9', await only(theirs), await only(ours))
  await versionEight(trial, theirs)
  return [...nine, ...(await complaintsOfTheirs(trial, theirs, 'validate')).map(asFinding('checksum 8'))]
}

async function compareRuns(trial: Trial): Promise<readonly Finding[]> {
  const theirs = trial.keep((await freshDatabase()).url)
  await runTheirs(trial, theirs, 'update')
  const first = await stateOf(theirs)
  await runTheirs(trial, theirs, 'update')
  const again = await stateOf(theirs)

  const file = await packageOf(trial)
  const ours = trial.keep((await freshDatabase()).url)
  const failure = await apply(ours, file, trial.folder)
  if (failure !== null) return [{ aspect: 'first run', cases: [], text: `the package failed: ${failure}` }]
  const findings = [...outcomes(trial, first), ...findingsOf(trial, 'first run', first, await stateOf(ours))]
  const copy = trial.keep(await copyDatabase(ours))
  await apply(ours, file, trial.folder)
  findings.push(...findingsOf(trial, 'second run', again, await stateOf(ours)))
  const left = (await complaintsOfTheirs(trial, copy, 'update')).map(asFinding('nothing left'))
  findings.push(...(left.length > 0 ? left : findingsOf(trial, 'nothing left', again, await stateOf(copy))))
  const updated = trial.keep((await freshDatabase()).url)
  await updateWith(trial, updated)
  findings.push(...findingsOf(trial, 'update', first, await stateOf(updated)))
  return [...findings, ...(await compareRollback(trial, theirs, ours, again.history.length))]
}

/** Takes back on either side whatever ran there. */
async function compareRollback(trial: Trial, theirs: string, ours: string, count: number): Promise<readonly Finding[]> {
  await runTheirs(trial, theirs, 'rollback-count', [`--count=${count}`])
  const failures = await rollBackWith(trial, ours)
  const named = failures.map((text) => ({ aspect: 'rollback' as const, cases: casesIn(trial, text), text }))
  return [...named, ...findingsOf(trial, 'rollback', await stateOf(theirs), await stateOf(ours))]
}

function casesIn({ cases }: Trial, text: string): readonly ChangeCase[] {
  return cases.filter(({ name }) => text.startsWith(`${name}: `) || text.includes(`::${name}::`))
}

function asFinding(aspect: Aspect) {
  return (one: Omit<Finding, 'aspect'>): Finding => ({ aspect, ...one })
}

function findingsOf(trial: Trial, aspect: Aspect, theirs: ComparedState, ours: ComparedState): readonly Finding[] {
  return compareStates(theirs, ours).map((one) => ({
    aspect,
    cases: suspects(trial.cases, one),
    text: formatDifference(one),
  }))
}

/** A case that the server refuses proves little, unless that is what it is for. */
function outcomes({ cases }: Trial, { history }: ComparedState): readonly Finding[] {
  const ran = new Set(history.map(({ id }) => id))
  return cases
    .filter((one) => one.fails !== null && ran.has(one.name) === one.fails)
    .map((one) => ({
      aspect: 'outcome',
      cases: [one],
      text: `${one.name} ${one.fails ? 'was to fail, and ran' : 'was to run, and failed'}`,
    }))
}

/** Runs a package; what the server finds wrong with it as a whole. */
async function apply(url: string, file: string, folder: string): Promise<string | null> {
  const { code, stderr } = await psql(url, file, { cwd: folder })
  const failure = /^psql:.*: (ERROR|FATAL|PANIC):.*(\n.*){0,5}/m.exec(stderr)
  return failure?.[0] ?? (code === 0 ? null : stderr)
}
