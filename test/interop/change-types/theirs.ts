import { type LiquibaseResult, liquibase } from '../../support/liquibase.ts'
import type { ChangeCase } from './change-case.ts'

/** Cases in one changelog, and the databases they are tried on. */
export interface Trial {
  readonly cases: readonly ChangeCase[]
  readonly folder: string
  readonly changelog: string
  /** Remembers a database that is dropped in the end. */
  readonly keep: (url: string) => string
}

export async function runTheirs(
  trial: Trial,
  url: string,
  command: string,
  extra: readonly string[] = [],
): Promise<LiquibaseResult> {
  const result = await tryTheirs(trial, url, command, extra)
  if (result.exitCode !== 0) {
    const told = result.stderr.replace(/^(Running|Rolling Back) Changeset: .*\n/gm, '')
    throw new Error(
      `liquibase ${command} failed:\n${(told.split('ERROR: Exception Details')[1] ?? told).slice(0, 4000)}`,
    )
  }
  return result
}

function tryTheirs(
  { folder, changelog }: Trial,
  url: string,
  command: string,
  extra: readonly string[] = [],
): Promise<LiquibaseResult> {
  // The class of a customChange lies among the files.
  const global = [`--classpath=${folder}`]
  return liquibase(url, command, { changelogFile: changelog, searchPath: folder, global, extra })
}

export interface Complaint {
  readonly cases: readonly ChangeCase[]
  readonly text: string
}

/** What Liquibase refuses, changeset by changeset: checksums it does not take for its own, changes it finds invalid. */
export async function complaintsOfTheirs(
  trial: Trial,
  url: string,
  command: string,
  extra: readonly string[] = [],
): Promise<readonly Complaint[]> {
  const { exitCode, stderr } = await tryTheirs(trial, url, command, extra)
  if (exitCode === 0) return []
  const lines = new Set(stderr.split('\n').map((line) => line.trim()))
  const named = [...lines].map((text) => ({
    cases: trial.cases.filter(({ name }) => text.includes(`${trial.changelog}::${name}::`)),
    text,
  }))
  const complaints = named.filter(({ cases }) => cases.length > 0)
  return complaints.length > 0 ? complaints : [{ cases: trial.cases, text: stderr.slice(0, 4000) }]
}
