import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { compose } from '../../src/compose.ts'
import { clearChecksums } from '../../src/task/clear-checksums.ts'
import type { Context } from '../../src/task/context.ts'
import { syncChangelog } from '../../src/task/sync-changelog.ts'
import { tagDatabase } from '../../src/task/tag-database.ts'
import { update } from '../../src/task/update.ts'
import { makeTree } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump } from '../support/dump.ts'
import { liquibase } from '../support/liquibase.ts'
import { type Files, settingsIn, type Wishes } from '../support/package.ts'

/** One step of a scenario; `contexts`, `labels` and the tables hold for both. */
export type Step =
  | ({ readonly does: 'update'; readonly count?: number; readonly toTag?: string } & Filters)
  | ({ readonly does: 'changelog-sync'; readonly toTag?: string } & Filters)
  | ({ readonly does: 'mark-next-ran' } & Filters)
  | { readonly does: 'tag'; readonly tag: string }
  | { readonly does: 'clear-checksums' }
  /** Sent to both databases as it is. */
  | { readonly does: 'sql'; readonly sql: string }
  /** Somebody edits the changelog. */
  | { readonly does: 'edit'; readonly files: Files }

interface Filters {
  readonly contexts?: string
  readonly labels?: string
}

export interface Twins {
  /** Where Liquibase worked. */
  readonly theirs: string
  /** Where we worked. */
  readonly ours: string
  readonly folder: string
}

export interface Tables {
  readonly schema: string
  readonly changelog: string
  readonly lock: string
}

/**
 * Walks through the steps, Liquibase on one database and we on another; after each step the two histories must be the
 * same. At the end Liquibase finds the same pending on both, and its update makes the same of both.
 */
export async function walkTwins(
  files: Files,
  steps: readonly Step[],
  tables: Tables | null = null,
  prove: (twins: Twins) => Promise<void> = async () => undefined,
): Promise<void> {
  const folder = makeTree(files)
  await withFreshDatabase(async (theirs) => {
    await withFreshDatabase(async (ours) => {
      const twins = { theirs, ours, folder }
      if (tables !== null) for (const url of [theirs, ours]) await query(url, `CREATE SCHEMA "${tables.schema}"`)
      for (const [at, step] of steps.entries()) {
        if (step.does === 'sql') {
          for (const url of [theirs, ours]) await query(url, step.sql)
          // Nobody has made anything of it yet, and it may not look like a history of today.
          continue
        }
        if (step.does === 'edit') {
          for (const [path, text] of Object.entries(step.files)) writeFileSync(join(folder, path), text)
        } else {
          await byLiquibase(twins, files, step, tables)
          await byUs(twins, files, step, tables)
        }
        const where = `after step ${at + 1}, ${JSON.stringify(step)}`
        expect(await historyOf(ours, tables), where).toEqual(await historyOf(theirs, tables))
        expect((await dump(ours)).schema, where).toEqual((await dump(theirs)).schema)
      }
      await prove(twins)
      await expectSameFuture(twins, files, tables)
    })
  })
}

async function expectSameFuture(twins: Twins, files: Files, tables: Tables | null): Promise<void> {
  const statuses: string[] = []
  for (const url of [twins.theirs, twins.ours]) {
    const status = await runLiquibaseOn(twins, files, url, 'status', ['--verbose'], tables)
    statuses.push(status.replaceAll(new URL(url).pathname, '/twin').replaceAll(/ at \d\d:\d\d:\d\d /g, ' '))
    await runLiquibaseOn(twins, files, url, 'update', [], tables)
  }
  expect(statuses[1]).toBe(statuses[0])
  expect(await historyOf(twins.ours, tables)).toEqual(await historyOf(twins.theirs, tables))
  const [ours, theirs] = [await dump(twins.ours), await dump(twins.theirs)]
  expect(ours.schema).toBe(theirs.schema)
  // A history under another name counts as data there, dates and all.
  if (tables === null) expect(ours.data).toBe(theirs.data)
}

type Change = Exclude<Step, { does: 'sql' | 'edit' }>

async function byLiquibase(twins: Twins, files: Files, step: Change, tables: Tables | null): Promise<void> {
  const [command, ...extra] = inLiquibasesWords(step)
  const filters =
    'contexts' in step || 'labels' in step
      ? [
          ...(step.contexts === undefined ? [] : [`--contexts=${step.contexts}`]),
          ...(step.labels === undefined ? [] : [`--label-filter=${step.labels}`]),
        ]
      : []
  await runLiquibaseOn(twins, files, twins.theirs, command, [...extra, ...filters], tables)
}

function inLiquibasesWords(step: Change): readonly [command: string, ...extra: string[]] {
  switch (step.does) {
    case 'update':
      if (step.count !== undefined) return ['update-count', `--count=${step.count}`]
      return step.toTag === undefined ? ['update'] : ['update-to-tag', `--tag=${step.toTag}`]
    case 'changelog-sync':
      return step.toTag === undefined ? ['changelog-sync'] : ['changelog-sync-to-tag', `--tag=${step.toTag}`]
    case 'mark-next-ran':
      return ['mark-next-changeset-ran']
    case 'tag':
      return ['tag', `--tag=${step.tag}`]
    case 'clear-checksums':
      return ['clear-checksums']
    default:
      return step satisfies never
  }
}

/** Liquibase's words on standard output and standard error; anything but exit code 0 fails the test. */
export async function runLiquibaseOn(
  { folder }: Twins,
  files: Files,
  url: string,
  command: string,
  extra: readonly string[],
  tables: Tables | null,
): Promise<string> {
  const global =
    tables === null
      ? []
      : [
          `--liquibase-schema-name=${tables.schema}`,
          `--database-changelog-table-name=${tables.changelog}`,
          `--database-changelog-lock-table-name=${tables.lock}`,
        ]
  const changelogFile = 'root.xml' in files ? 'root.xml' : 'root.sql'
  const result = await liquibase(url, command, { changelogFile, searchPath: folder, global, extra })
  expect(result.exitCode, result.stderr).toBe(0)
  return result.stdout + result.stderr
}

async function byUs({ ours, folder }: Twins, files: Files, step: Change, tables: Tables | null): Promise<void> {
  const contexts = 'contexts' in step && step.contexts !== undefined ? step.contexts.split(',') : []
  const labelFilter = 'labels' in step ? (step.labels ?? null) : null
  const wishes: Wishes = {
    url: ours,
    contexts,
    labelFilter,
    upTo: upToOf(step),
    ...(tables === null ? {} : { tables }),
  }
  // An unknown tag is refused unless this is given; then it means what it means to Liquibase.
  const context = await compose(settingsIn(folder, files, { ...wishes, package: { allow: ['unknown-tag'] } }))
  try {
    await take(context, step)
  } finally {
    await context.database?.close()
  }
}

async function take(context: Context, step: Change): Promise<void> {
  if (step.does === 'update') expect(await update(context)).toMatchObject({ ok: true, failure: null })
  else if (step.does === 'changelog-sync') await syncChangelog(context, { reach: 'all' })
  else if (step.does === 'mark-next-ran') await syncChangelog(context, { reach: 'next' })
  else if (step.does === 'tag') await tagDatabase(context, step.tag)
  else await clearChecksums(context)
}

function upToOf(step: Change): Wishes['upTo'] {
  if ('count' in step && step.count !== undefined) return { kind: 'count', count: step.count }
  return 'toTag' in step && step.toTag !== undefined ? { kind: 'tag', tag: step.toTag } : null
}

/**
 * Every column of the history. Deployments are numbered in their order, and instead of dates stands whether the rows ran
 * in the order of their numbers; the id of Liquibase's own row is a time.
 */
async function historyOf(url: string, tables: Tables | null): Promise<readonly Record<string, unknown>[]> {
  const table = tables === null ? 'databasechangelog' : `"${tables.schema}".${tables.changelog}`
  const lock = tables === null ? 'databasechangeloglock' : `"${tables.schema}".${tables.lock}`
  const there = await query(url, `SELECT FROM pg_class WHERE oid = to_regclass('${table}')`)
  if (there.length === 0) return []
  const rows = await query(
    url,
    `SELECT CASE WHEN filename = 'liquibase-internal' THEN regexp_replace(id, '^[0-9]{13}$', 'a time') ELSE id END AS id,
       author, filename, orderexecuted, exectype, md5sum, description, comments, tag, liquibase, contexts, labels,
       dense_rank() OVER (ORDER BY deployment_id)::int AS deployment, length(deployment_id) AS digits,
       row_number() OVER (ORDER BY dateexecuted, orderexecuted) = row_number() OVER (ORDER BY orderexecuted) AS in_order
     FROM ${table} ORDER BY orderexecuted`,
  )
  return [...rows, ...(await query(url, `SELECT * FROM ${lock} ORDER BY id`))]
}
