import { rmSync } from 'node:fs'
import type { Format } from '../../support/changelog-document.ts'
import { withFreshDatabase } from '../../support/database.ts'
import { historyRows } from '../../support/dump.ts'
import { writeFiles } from '../../support/write-files.ts'
import { caseChangelog, caseFiles } from './case-changelog.ts'
import type { ChangeCase } from './change-case.ts'
import { type Refusal, refusalsOf } from './ours.ts'
import { type Complaint, complaintsOfTheirs, type Trial } from './theirs.ts'

export interface Screened {
  /** Both sides read them. */
  readonly agreed: readonly ChangeCase[]
  /** One side reads them and the other does not. */
  readonly disputed: readonly Complaint[]
}

/** Parts what both sides read from what only one does; what neither does is nobody's difference. */
export async function screen(cases: readonly ChangeCase[], format: Format): Promise<Screened> {
  const ours = await refusalsOf(cases, format)
  const taken = cases.filter((one) => !ours.some((refusal) => refusal.one === one))
  const theirs = await refusedByTheirs(taken, format)
  const agreed = taken.filter((one) => !theirs.some((complaint) => complaint.cases.includes(one)))
  const onlyOurs = await withoutTheirs(ours, format)
  return {
    agreed,
    disputed: [
      ...onlyOurs.map(({ one, text }) => ({ cases: [one], text: `${one.name} is refused by us only: ${text}` })),
      ...theirs.map(({ cases, text }) => ({ cases, text: `${cases[0]?.name} is refused by Liquibase only: ${text}` })),
    ],
  }
}

/** What Liquibase refuses too, or sends to the server in vain, may be refused before it runs. */
async function withoutTheirs(ours: readonly Refusal[], format: Format): Promise<readonly Refusal[]> {
  const refused = ours.map(({ one }) => one)
  const theirs = (await refusedByTheirs(refused, format)).flatMap(({ cases }) => cases)
  const ran = await ranByTheirs(
    refused.filter((one) => !theirs.includes(one)),
    format,
  )
  return ours.filter(({ one }) => ran.has(one.name))
}

async function ranByTheirs(cases: readonly ChangeCase[], format: Format): Promise<ReadonlySet<string>> {
  if (cases.length === 0) return new Set()
  const rows = await tryAlone(cases, format, async (trial, url) => {
    const complaints = await complaintsOfTheirs(trial, url, 'update')
    return complaints.length > 0 ? null : historyRows(url)
  })
  if (rows !== null) return new Set(rows.filter(({ exectype }) => exectype !== 'MARK_RAN').map(({ id }) => id))
  // One of them ends the whole run.
  if (cases.length === 1) return new Set()
  const halves = halve(cases).map((half) => ranByTheirs(half, format))
  return new Set((await Promise.all(halves)).flatMap((ran) => [...ran]))
}

function halve<T>(items: readonly T[]): readonly (readonly T[])[] {
  const half = Math.ceil(items.length / 2)
  return [items.slice(0, half), items.slice(half)]
}

/** The cases that Liquibase does not read, or finds invalid. Its parser names no changeset: those are found by halves. */
export async function refusedByTheirs(cases: readonly ChangeCase[], format: Format): Promise<readonly Complaint[]> {
  const complaints = await validate(cases, format)
  if (complaints.length === 0) return []
  const named = complaints.filter((complaint) => complaint.cases.length === 1)
  if (named.length > 0) {
    const rest = cases.filter((one) => !named.some((complaint) => complaint.cases.includes(one)))
    return [...named, ...(await refusedByTheirs(rest, format))]
  }
  return (await Promise.all(halve(cases).map((half) => refusedByTheirs(half, format)))).flat()
}

async function validate(cases: readonly ChangeCase[], format: Format): Promise<readonly Complaint[]> {
  if (cases.length === 0) return []
  return tryAlone(cases, format, (trial, url) => complaintsOfTheirs(trial, url, 'validate'))
}

async function tryAlone<T>(
  cases: readonly ChangeCase[],
  format: Format,
  use: (trial: Trial, url: string) => Promise<T>,
): Promise<T> {
  const folder = writeFiles(caseFiles(cases, format))
  try {
    const trial = { cases, folder, changelog: caseChangelog(format), keep: (url: string) => url }
    return await withFreshDatabase((url) => use(trial, url))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
