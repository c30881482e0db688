import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { dvmHere } from '../cli/dvm-here.ts'
import { compareStates, formatDifference } from '../support/compare-states.ts'
import { copyDatabase, dropDatabase } from '../support/copy-database.ts'
import { freshDatabase, query } from '../support/database.ts'
import { liquibase } from '../support/liquibase.ts'
import { psql } from '../support/psql.ts'
import { writeFiles } from '../support/write-files.ts'
import { writeMixedChangelog } from './mixed-changelog.ts'
import { quirk, quirkNames, wasDeployed } from './quirks.ts'
import { dvmOptions, runLiquibase, type Source, stateOf } from './stage.ts'
import { CHANGELOG } from './twin-changelog.ts'

const folderOf = (name: string): string => fileURLToPath(new URL(`changelogs/${name}`, import.meta.url))

const AGAIN = 'what lies below is run again on the way up'
const ONE = 'it has one entry'
const ONE_ENTRY = [
  'fsql-ignorelines',
  'fsql-bom',
  'fsql-no-eol',
  'fsql-header-variant',
  'fsql-header-id',
  'raw-sql-root',
]

const sources: readonly (Source & { readonly name: string })[] = [
  { name: 'the shop', searchPath: folderOf('shop'), changelog: 'master.xml', contexts: 'prod,online' },
  { name: 'a changelog with every kind of entry', searchPath: writeFiles(CHANGELOG), changelog: 'root.xml' },
  { name: 'a changelog of every format', ...writeMixedChangelog() },
  { name: 'traps', searchPath: folderOf('traps'), changelog: 'master.xml' },
  { name: 'modified SQL', searchPath: folderOf('modify-sql'), changelog: 'root.xml' },
  { name: 'versions', searchPath: folderOf('rollback-versions'), changelog: 'root.xml', contexts: 'test' },
  { name: 'derived rollbacks', searchPath: folderOf('rollback'), changelog: 'derived.xml' },
  { name: 'own rollbacks', searchPath: folderOf('rollback'), changelog: 'own.xml' },
  { name: 'rollbacks of formatted SQL', searchPath: folderOf('rollback'), changelog: 'formatted.sql' },
  ...quirkNames().filter(wasDeployed).map(quirk),
]

/** Those with no version between the first and the last: why not. */
const INDIVISIBLE: Readonly<Record<string, string>> = {
  'a changelog of every format': AGAIN,
  ...Object.fromEntries(ONE_ENTRY.map((name) => [name, ONE])),
}

const folder = mkdtempSync(join(tmpdir(), 'dvm-pairs-'))
const databases: string[] = []
const keep = (url: string): string => {
  databases.push(url)
  return url
}
afterAll(async () => {
  for (const url of databases) await dropDatabase(url)
  rmSync(folder, { recursive: true })
})
let files = 0

interface Row {
  readonly order: number
  readonly key: string
}

async function rowsOf(url: string): Promise<readonly Row[]> {
  return query<Row>(
    url,
    'select orderexecuted as "order", filename || id || author as key from databasechangelog order by 1',
  )
}

async function dvm(source: Source, url: string, kind: string, ...options: readonly string[]) {
  const file = join(folder, `${++files}.sql`)
  const given = ['package', kind, ...dvmOptions(source), '--database-url', url, '--client', 'psql', '--out', file]
  return { file, built: await dvmHere([...given, ...options]) }
}

/** Whether everything of it ran. */
async function run(url: string, file: string): Promise<boolean> {
  return !/^psql:.*: (ERROR|FATAL|PANIC):/m.test((await psql(url, file)).stderr)
}

async function expectEqual(theirs: string, ours: string, what: string): Promise<void> {
  expect(compareStates(await stateOf(theirs), await stateOf(ours)).map(formatDifference), what).toEqual([])
}

/** Databases at the point half-way and at the end, brought there by Liquibase; or why there is no way between. */
async function deployed(source: Source): Promise<{ half: string; whole: string; at: number; above: number } | string> {
  const trial = keep((await freshDatabase()).url)
  await runLiquibase(source, trial, 'update')
  const count = Math.floor((await rowsOf(trial)).length / 2)
  if (count === 0) return ONE
  const half = keep((await freshDatabase()).url)
  await runLiquibase(source, half, 'update-count', [`--count=${count}`])
  const below = await rowsOf(half)
  const at = below.at(-1)?.order ?? 0
  const whole = keep(await copyDatabase(half))
  await runLiquibase(source, whole, 'update')
  const rows = await rowsOf(whole)
  // What was run again on the way up stands behind the point, and no version lies between.
  const again = below.some(({ key, order }) => rows.find((row) => row.key === key)?.order !== order)
  const above = rows.length - below.length
  if (again) return AGAIN
  return { half, whole, at, above }
}

describe('from half-way up, down and up again, as Liquibase does', { timeout: 180_000 }, () => {
  it.each(sources)('$name', async (source) => {
    const found = await deployed(source)
    expect(typeof found === 'string' ? found : undefined).toBe(INDIVISIBLE[source.name])
    if (typeof found === 'string') return
    const { half, whole, at, above } = found
    const up = await dvm(source, whole, 'sql', '--from', `order:${at}`)
    expect(up.built, up.built.stderr).toMatchObject({ code: 0 })
    const ours = keep(await copyDatabase(half))
    expect(await run(ours, up.file)).toBe(true)
    await expectEqual(whole, ours, 'up')

    const theirs = keep(await copyDatabase(whole))
    const { changelog: changelogFile, searchPath, contexts = '', defines } = source
    const extra = [`--count=${above}`]
    const back = await liquibase(theirs, 'rollback-count', { changelogFile, searchPath, contexts, defines, extra })
    const down = await dvm(source, ours, 'rollback', '--to', `order:${at}`, '--no-proposed')
    if (down.built.code !== 0) {
      expect(down.built).toMatchObject({ code: 3, stderr: expect.stringContaining('[ROLLBACK_IMPOSSIBLE]') })
      expect(back.exitCode, 'Liquibase can').not.toBe(0)
      return
    }
    // Some rollbacks fail where they run: there and then, and what is left is the same.
    expect(await run(ours, down.file)).toBe(back.exitCode === 0)
    await expectEqual(theirs, ours, 'down')
    if (back.exitCode !== 0) return

    const again = await liquibase(theirs, 'update', { changelogFile, searchPath, contexts, defines })
    expect(await run(ours, up.file)).toBe(again.exitCode === 0)
    await expectEqual(theirs, ours, 'up again')
  })
})
