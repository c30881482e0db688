import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import { compose } from '../../../src/compose.ts'
import { type Complaint, DvmError, formatComplaint, throwIfAny } from '../../../src/errors/dvm-error.ts'
import { stand } from '../../../src/history/stand.ts'
import type { RenderedStatement } from '../../../src/model/fragment.ts'
import { buildPackage } from '../../../src/task/build-package.ts'
import type { Context } from '../../../src/task/context.ts'
import { createRendering } from '../../../src/task/create-rendering.ts'
import { databaseParameters } from '../../../src/task/database-parameters.ts'
import { listChecksums } from '../../../src/task/list-checksums.ts'
import { type PlannedRollback, planRollback } from '../../../src/task/plan-rollback.ts'
import { readChangelog } from '../../../src/task/read-changelog.ts'
import { loadHistory } from '../../../src/task/read-history.ts'
import { syncChangelog } from '../../../src/task/sync-changelog.ts'
import { update } from '../../../src/task/update.ts'
import type { Format } from '../../support/changelog-document.ts'
import { query } from '../../support/database.ts'
import { settingsIn, withSession } from '../../support/package.ts'
import { writeFiles } from '../../support/write-files.ts'
import { caseChangelog, caseFiles } from './case-changelog.ts'
import type { ChangeCase } from './change-case.ts'
import type { Trial } from './theirs.ts'

/** What no package runs is let pass, so that its row can be compared. */
const programs: readonly string[] = ['executeCommand', 'customChange']

type Source = Pick<Trial, 'folder' | 'changelog'>

async function withContext<T>(
  { folder, changelog }: Source,
  url: string | null,
  use: (context: Context) => Promise<T>,
  allow = programs,
): Promise<T> {
  const wishes = { changelog, package: { allow }, ...(url === null ? {} : { url }) }
  const context = await compose(settingsIn(folder, {}, wishes))
  try {
    return await use(context)
  } finally {
    await context.database?.close()
  }
}

/** Builds a package of the whole changelog, from the files alone; gives its path. */
export async function packageOf(source: Source, allow = programs): Promise<string> {
  const file = join(source.folder, 'package.sql')
  await withContext(source, null, (context) => buildPackage(context, { kind: 'offline', target: { file } }), allow)
  return file
}

/** What `dvm update` does. */
export async function updateWith(source: Source, url: string): Promise<void> {
  await withContext(source, url, (context) => update(context))
}

/** What `dvm changelog-sync` does. */
export async function syncWith(source: Source, url: string): Promise<void> {
  await withContext(source, url, (context) => syncChangelog(context, { reach: 'all' }))
}

/** Puts our checksums of version 8 in place of those that the history has. */
export async function versionEight(source: Source, url: string): Promise<void> {
  const sums = await withContext(source, null, (context) => listChecksums(context, 8))
  await query(
    url,
    `update databasechangelog set md5sum = sums.md5sum
       from unnest($1::text[], $2::text[]) as sums (id, md5sum) where databasechangelog.id = sums.id`,
    [sums.map(({ key }) => key.id), sums.map(({ checksum }) => checksum)],
  )
}

/** Undoes everything that ran, a changeset a transaction; gives what could not be undone. */
export function rollBackWith(source: Source, url: string): Promise<readonly string[]> {
  return withPlannedRollback(source, url, async (planned) => {
    const failures = planned.flatMap(({ faults }) => faults.map(formatComplaint))
    await withSession(url, async (client) => {
      for (const { key, statements } of planned) {
        const failure = await undo(client, key.id, [...statements()])
        if (failure !== null) failures.push(failure)
      }
    })
    return failures
  })
}

/** Lends how what ran would be undone; what cannot be rendered is an error. */
export function withPlannedRollback<T>(
  source: Source,
  url: string,
  use: (planned: readonly PlannedRollback[]) => Promise<T>,
): Promise<T> {
  return withContext(source, url, async (context) => {
    const read = readChangelog(context, databaseParameters(context.settings, null))
    const { entries } = await loadHistory(context, 'a rollback')
    const { ran } = stand(read.filtered.kept, [], entries, read.checksum)
    const complaints: Complaint[] = []
    const result = await use(planRollback(ran, createRendering(context, read, complaints, [])))
    throwIfAny(complaints)
    return result
  })
}

async function undo(client: Client, id: string, statements: readonly RenderedStatement[]): Promise<string | null> {
  let text = 'begin'
  try {
    await client.query(text)
    for (const statement of statements) {
      text = statement.text
      await client.query(text)
    }
    await client.query('delete from databasechangelog where id = $1', [id])
    await client.query('commit')
    return null
  } catch (error) {
    await client.query('rollback')
    return `${id}: ${String(error)} in ${text}`
  }
}

export interface Refusal {
  readonly one: ChangeCase
  readonly text: string
}

/** The cases that we do not package, each with our words. */
export async function refusalsOf(cases: readonly ChangeCase[], format: Format): Promise<readonly Refusal[]> {
  if ((await complaintsOf(cases, format)) === null) return []
  const refusals: Refusal[] = []
  for (const one of cases) {
    const text = await complaintsOf([one], format)
    if (text !== null) refusals.push({ one, text })
  }
  return refusals
}

/** Why these cases make no package; `null` where they do. */
export async function complaintsOf(
  cases: readonly ChangeCase[],
  format: Format,
  allow = programs,
): Promise<string | null> {
  const folder = writeFiles(caseFiles(cases, format))
  try {
    await packageOf({ folder, changelog: caseChangelog(format) }, allow)
    return null
  } catch (error) {
    // Anything else than a complaint is a fault of ours too, and must not end the whole trial.
    return error instanceof DvmError ? error.message : `thrown: ${String(error)}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}
