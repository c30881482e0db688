import { rmSync } from 'node:fs'
import { query, withFreshDatabase } from '../../support/database.ts'
import { writeFiles } from '../../support/write-files.ts'
import { caseChangelog, caseFiles } from './case-changelog.ts'
import { type ChangeCase, irreversibleKinds } from './change-case.ts'
import { withPlannedRollback } from './ours.ts'
import { complaintsOfTheirs, runTheirs, type Trial } from './theirs.ts'

/** Kinds said to be irreversible that somebody would undo after all, each with who it is. */
export async function undoneAfterAll(all: readonly ChangeCase[]): Promise<readonly string[]> {
  // Said to be undoable, so that no rollback of its own stands in their changesets.
  const cases = examplesOf(all).map((one): ChangeCase => ({ ...one, undoable: true }))
  const folder = writeFiles(caseFiles(cases, 'xml'))
  const trial = { cases, folder, changelog: caseChangelog('xml'), keep: (url: string) => url }
  try {
    return await withFreshDatabase(async (url) => {
      await runTheirs(trial, url, 'changelog-sync')
      return [...(await undoneByUs(trial, url)), ...(await undoneByTheirs(trial, url))]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A case of each kind that has no other change beside it. */
function examplesOf(all: readonly ChangeCase[]): readonly ChangeCase[] {
  const plain = all.filter(({ kind, changes, further }) => {
    return further.length === 0 && changes.every(({ name }) => name === kind)
  })
  return [...irreversibleKinds].map((kind) => {
    const found = plain.find((one) => one.kind === kind)
    if (found === undefined) throw new Error(`no case shows ${kind} alone`)
    return found
  })
}

function undoneByUs(trial: Trial, url: string): Promise<readonly string[]> {
  return withPlannedRollback(trial, url, async (planned) => {
    const impossible = new Set(planned.filter(({ how }) => how === 'impossible').map(({ key }) => key.id))
    return trial.cases.filter(({ name }) => !impossible.has(name)).map(({ kind }) => `${kind}: by us`)
  })
}

async function undoneByTheirs(trial: Trial, url: string): Promise<readonly string[]> {
  const undone: string[] = []
  for (const { name, kind } of trial.cases) {
    // The one that ran last is the one that goes first.
    const last = '(select max(orderexecuted) + 1 from databasechangelog)'
    await query(url, `update databasechangelog set orderexecuted = ${last}, dateexecuted = now() where id = $1`, [name])
    const complaints = await complaintsOfTheirs(trial, url, 'rollback-count-sql', ['--count=1'])
    const refused = complaints.some(({ text }) => /rollback|inverse/i.test(text))
    if (!refused) undone.push(`${kind}: by Liquibase`)
  }
  return undone
}
