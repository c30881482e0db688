import { makeTree } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { type HistoryRow, historyRows } from '../support/dump.ts'
import { type LiquibaseOptions, liquibase } from '../support/liquibase.ts'
import { buildFrom, type Files, runPackage, type ServerSaid, type Wishes, withSession } from '../support/package.ts'

/** The same changelog for Liquibase and for a package, each on a database of its own. */
export interface Run {
  readonly files: Files
  readonly changelog: string
  /** SQL that makes both databases what they are before anything runs. */
  readonly ground?: string
  readonly liquibase?: Partial<LiquibaseOptions>
  readonly wishes?: Wishes
  /** Looks at a database when the run is over. */
  readonly look?: (url: string) => Promise<unknown>
}

/** What is left when it is over. */
export interface Left {
  readonly failed: boolean
  readonly history: readonly HistoryRow[]
  readonly seen: unknown
}

export async function sideBySide(run: Run): Promise<{ liquibase: Left; package: Left; said: ServerSaid }> {
  const liquibase = await withFreshDatabase(async (url) => {
    if (run.ground !== undefined) await query(url, run.ground)
    const { exitCode } = await runLiquibase(run, url)
    return lookAt(run, url, exitCode !== 0)
  })
  return withFreshDatabase(async (url) => {
    if (run.ground !== undefined) await query(url, run.ground)
    const { text } = await buildFrom(run.files, { changelog: run.changelog, ...run.wishes })
    const said = await withSession(url, (client) => runPackage(client, text))
    return { liquibase, package: await lookAt(run, url, said.errors.length > 0), said }
  })
}

function runLiquibase({ files, changelog, liquibase: options }: Run, url: string) {
  return liquibase(url, 'update', { changelogFile: changelog, searchPath: makeTree(files), ...options })
}

async function lookAt(run: Run, url: string, failed: boolean): Promise<Left> {
  const [{ there } = { there: null }] = await query<{ there: string | null }>(
    url,
    "select to_regclass('databasechangelog')::text as there",
  )
  const history = there === null ? [] : await historyRows(url)
  return { failed, history, seen: (await run.look?.(url)) ?? null }
}
