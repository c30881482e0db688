import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { Complaint } from '../../src/errors/dvm-error.ts'
import { stand } from '../../src/history/stand.ts'
import { createRendering } from '../../src/task/create-rendering.ts'
import { databaseParameters } from '../../src/task/database-parameters.ts'
import { type PlannedRollback, planRollback } from '../../src/task/plan-rollback.ts'
import { readChangelog } from '../../src/task/read-changelog.ts'
import { loadHistory } from '../../src/task/read-history.ts'
import { copyDatabase, dropDatabase } from '../support/copy-database.ts'
import { freshDatabase, query } from '../support/database.ts'
import { type DatabaseDump, dump } from '../support/dump.ts'
import { liquibase } from '../support/liquibase.ts'
import { type Files, withContext, withSession } from '../support/package.ts'

const folder = fileURLToPath(new URL('changelogs/rollback', import.meta.url))
const files: Files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
)
const databases: string[] = []
afterAll(async () => {
  for (const url of databases) await dropDatabase(url)
})

/** A database on which Liquibase ran the changelog, and its twin. */
async function deployTwice(changelog: string): Promise<{ original: string; copy: string }> {
  const { url } = await freshDatabase()
  databases.push(url)
  const { exitCode, stderr } = await liquibase(url, 'update', { changelogFile: changelog, searchPath: folder })
  expect(exitCode, stderr).toBe(0)
  const copy = await copyDatabase(url)
  databases.push(copy)
  return { original: url, copy }
}

/** Plans the rollback of everything that ran, and lends the plan. */
function withPlan<T>(
  url: string,
  changelog: string,
  use: (plan: readonly PlannedRollback[], complaints: readonly Complaint[]) => Promise<T>,
): Promise<T> {
  return withContext(files, { url, changelog }, async (context) => {
    const history = await loadHistory(context, 'rollback')
    const read = readChangelog(context, databaseParameters(context.settings, history.server))
    const { ran } = stand(read.filtered.kept, [], history.entries, read.checksum)
    expect(ran).toHaveLength(history.entries.length)
    const complaints: Complaint[] = []
    return use(planRollback(ran, createRendering(context, read, complaints, [])), complaints)
  })
}

/** Undoes as planned, each changeset in a transaction of its own. */
async function undo(url: string, plan: readonly PlannedRollback[]): Promise<void> {
  await withSession(url, async (client) => {
    for (const { key, statements } of plan) {
      await client.query('begin')
      for (const { text } of statements()) await client.query(text)
      const where = 'where id = $1 and author = $2 and filename = $3'
      const { rowCount } = await client.query(`delete from databasechangelog ${where}`, [key.id, key.author, key.path])
      expect(rowCount).toBe(1)
      await client.query('commit')
    }
  })
}

async function rollBack(url: string, changelog: string): Promise<{ exitCode: number; left: readonly string[] }> {
  const { exitCode } = await liquibase(url, 'rollback-count', {
    changelogFile: changelog,
    searchPath: folder,
    extra: ['--count=100'],
  })
  const rows = await query<{ id: string }>(url, 'select id from databasechangelog order by orderexecuted')
  return { exitCode, left: rows.map(({ id }) => id) }
}

const roots = Object.keys(files).filter((name) => !/^(?:kept\.xml|own\.sql)$/.test(name))
const possible = roots.filter((name) => !name.startsWith('impossible'))

describe('what ran is undone as Liquibase undoes it:', () => {
  test.each(possible)('%s', async (changelog) => {
    const { original, copy } = await deployTwice(changelog)
    await withPlan(copy, changelog, async (plan, complaints) => {
      await undo(copy, plan)
      expect(complaints).toEqual([])
    })
    expect(await rollBack(original, changelog)).toEqual({ exitCode: 0, left: [] })
    const undone: DatabaseDump = await dump(copy)
    expect(undone).toEqual(await dump(original))
  })
})

describe('what Liquibase stops at is known before anything is undone:', () => {
  test.each(roots.filter((name) => name.startsWith('impossible')))('%s', async (changelog) => {
    const { original, copy } = await deployTwice(changelog)
    const { exitCode, left } = await rollBack(original, changelog)
    expect(exitCode).not.toBe(0)
    await withPlan(copy, changelog, async (plan) => {
      const bad = plan.filter(({ how }) => how === 'impossible')
      expect(bad.map(({ key }) => key.id)).toEqual(['bad'])
      expect(left.at(-1)).toBe('bad')
      expect(bad[0]?.places).toHaveLength(1)
      expect(bad[0]?.faults[0]).toMatchObject({ code: 'ROLLBACK_IMPOSSIBLE', place: { file: changelog } })
      expect([...(bad[0]?.statements() ?? [])]).toEqual([])
    })
  })
})
