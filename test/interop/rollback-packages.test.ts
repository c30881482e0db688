import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { RollbackManifest } from '../../src/model/rollback.ts'
import { compareStates, formatDifference } from '../support/compare-states.ts'
import { copyDatabase, dropDatabase } from '../support/copy-database.ts'
import { freshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import { liquibase } from '../support/liquibase.ts'
import { psql } from '../support/psql.ts'
import { type State, stateOf } from './stage.ts'

const folderOf = (name: string): string => fileURLToPath(new URL(`changelogs/${name}`, import.meta.url))
const inTest = '--contexts=test'
const work = mkdtempSync(join(tmpdir(), 'dvm-rollback-'))
const databases: string[] = []
const keep = (url: string): string => {
  databases.push(url)
  return url
}
afterAll(async () => {
  for (const url of databases) await dropDatabase(url)
  rmSync(work, { recursive: true })
})

interface Deployed {
  readonly url: string
  readonly searchPath: string
  readonly changelog: string
}

const deployed = new Map<string, string>()

/** Deployed by Liquibase, once for all that ask; two databases, to be taken back in two ways. */
async function deployTwice({ searchPath, changelog, times = 1 }: Way): Promise<readonly [Deployed, Deployed]> {
  const key = `${changelog} ${times}`
  let source = deployed.get(key)
  if (source === undefined) {
    source = keep((await freshDatabase()).url)
    for (let n = 0; n < times; n++) await byLiquibase({ url: source, searchPath, changelog }, 'update', [inTest])
    deployed.set(key, source)
  }
  const copy = async () => ({ url: keep(await copyDatabase(source)), searchPath, changelog })
  return [await copy(), await copy()]
}

async function byLiquibase({ url, searchPath, changelog }: Deployed, command: string, extra: readonly string[]) {
  const { exitCode, stderr } = await liquibase(url, command, { changelogFile: changelog, searchPath, extra })
  expect(exitCode, stderr).toBe(0)
}

let files = 0

/** Builds a package from the database itself, and gives its path and manifest. */
async function build({ url, searchPath, changelog }: Deployed, ...options: readonly string[]) {
  const file = join(work, `${++files}.sql`)
  const given = ['--changelog', changelog, '--search-path', searchPath, '--database-url', url, '--out', file]
  const built = await dvm(['package', 'rollback', ...given, '--format', 'json', ...options])
  expect(built, built.stderr).toMatchObject({ code: 0 })
  return { file, manifest: JSON.parse(built.stdout) as RollbackManifest }
}

async function run(url: string, file: string): Promise<string> {
  const result = await psql(url, file)
  expect(result.stderr).not.toMatch(/^psql:.*: (ERROR|FATAL|PANIC):/m)
  return result.stderr
}

function expectEqual(theirs: State, ours: State): void {
  expect(compareStates(theirs, ours).map(formatDifference)).toEqual([])
}

interface Way {
  readonly name: string
  readonly searchPath: string
  readonly changelog: string
  readonly times?: number
  /** Whether what is left lets it be deployed again. */
  readonly again: boolean
  readonly theirs: readonly [command: string, ...options: string[]]
  readonly ours: readonly string[]
}

const versions = { searchPath: folderOf('rollback-versions'), changelog: 'root.xml', again: true }
const own = folderOf('rollback')
const ways: readonly Way[] = [
  {
    ...versions,
    name: 'a tag of a changeset of its own',
    theirs: ['rollback', '--tag=v1', inTest],
    ours: ['--to', 'v1', inTest],
  },
  {
    ...versions,
    name: 'a tag that a changeset has beside others',
    theirs: ['rollback', '--tag=V2', inTest],
    ours: ['--to', 'tag:V2', inTest],
  },
  {
    ...versions,
    name: 'a tag after a second update',
    times: 2,
    theirs: ['rollback', '--tag=v1', inTest],
    ours: ['--to', 'v1', inTest],
  },
  {
    ...versions,
    name: 'a count, with other contexts',
    theirs: ['rollback-count', '--count=8', '--contexts=prod'],
    ours: ['--count', '8', '--contexts', 'prod'],
  },
  {
    ...versions,
    name: 'a date',
    theirs: ['rollback-to-date', '--date=2001-01-01', inTest],
    ours: ['--to-date', '2001-01-01', inTest, '--client', 'psql'],
  },
  ...(
    [
      ['derived.xml', 100],
      ['own.xml', 100],
      ['formatted.sql', 100],
      ['visitors.xml', 2],
    ] as const
  ).map(
    ([changelog, count]): Way => ({
      searchPath: own,
      changelog,
      again: changelog === 'derived.xml',
      name: `the last ${count} of ${changelog}`,
      theirs: ['rollback-count', `--count=${count}`],
      ours: ['--count', String(count)],
    }),
  ),
]

describe('a package takes a database back as Liquibase does, and it can go up again:', { timeout: 120_000 }, () => {
  test.each(ways)('$name', async (way) => {
    const [original, copy] = await deployTwice(way)
    const { file, manifest } = await build(copy, ...way.ours)
    const [command, ...extra] = way.theirs
    await byLiquibase(original, command, extra)
    await run(copy.url, file)
    const back = await stateOf(original.url)
    expectEqual(back, await stateOf(copy.url))
    expect(manifest.changesets.length).toBeGreaterThan(0)
    // A second run finds nothing to do.
    expect(await run(copy.url, file)).toContain(`0 rolled back, ${manifest.changesets.length} not here any more`)
    expectEqual(back, await stateOf(copy.url))
    if (!way.again) return
    for (const database of [original, copy]) await byLiquibase(database, 'update', [inTest])
    expectEqual(await stateOf(original.url), await stateOf(copy.url))
  })
})
