import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dvmHere } from '../cli/dvm-here.ts'
import { copyDatabase, dropDatabase } from '../support/copy-database.ts'
import { freshDatabase } from '../support/database.ts'
import { dump } from '../support/dump.ts'
import { psql } from '../support/psql.ts'
import { writeFiles } from '../support/write-files.ts'
import { dvmOptions, runLiquibase, type Source, type State, stateOf } from './stage.ts'
import { CHANGELOG } from './twin-changelog.ts'

interface Subject extends Source {
  readonly name: string
  /** In the order of the changelog. */
  readonly tags: readonly string[]
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'a shop',
    searchPath: fileURLToPath(new URL('changelogs/shop', import.meta.url)),
    changelog: 'master.xml',
    contexts: 'prod,online',
    tags: ['v1.0', "v1.1 'final'"],
  },
  {
    name: 'a changelog with every kind of entry',
    searchPath: writeFiles(CHANGELOG),
    changelog: 'root.xml',
    tags: ['v1', 'v2', 'v4'],
  },
]

const patience = 120_000

async function packageSql(source: Source, out: string, options: readonly string[]): Promise<void> {
  const result = await dvmHere(['package', 'sql', ...dvmOptions(source), '--out', out, ...options])
  expect(result, result.stderr).toMatchObject({ code: 0 })
}

/** A database that real Liquibase brought from tag to tag, and then to the newest; `at` are copies after each step. */
interface Ladder {
  readonly folder: string
  readonly source: string
  readonly at: readonly string[]
  copy(url: string): Promise<string>
  leave(): Promise<void>
}

async function raise(subject: Subject): Promise<Ladder> {
  const databases: string[] = []
  const keep = (url: string): string => {
    databases.push(url)
    return url
  }
  const copy = async (url: string): Promise<string> => keep(await copyDatabase(url))
  const source = keep((await freshDatabase()).url)
  const at = [await copy(source)]
  for (const step of subject.tags.keys()) {
    await climb(subject, source, step + 1)
    at.push(await copy(source))
  }
  await climb(subject, source, subject.tags.length + 1)
  at.push(await copy(source))
  const folder = mkdtempSync(join(tmpdir(), 'dvm-interop-'))
  const leave = async (): Promise<void> => {
    for (const url of databases) await dropDatabase(url)
    rmSync(folder, { recursive: true })
  }
  return { folder, source, at, copy, leave }
}

/** What Liquibase does to bring a database to a step of the ladder. */
async function climb(subject: Subject, url: string, step: number): Promise<void> {
  const tag = subject.tags[step - 1]
  if (tag === undefined) await runLiquibase(subject, url, 'update')
  else await runLiquibase(subject, url, 'update-to-tag', [`--tag=${tag}`])
}

async function climbed(subject: Subject, url: string, step: number): Promise<State> {
  await climb(subject, url, step)
  return stateOf(url)
}

/** From tag to tag, and the longest way: that one from the changelog alone as well. */
function pairsOf({ tags }: Subject): readonly (readonly [number, number, readonly Origin[]])[] {
  const steps = Array.from({ length: tags.length - 1 }, (_, step) => [step + 1, step + 2, ['history']] as const)
  return [...steps, [1, tags.length + 1, ['history', 'changelog']]]
}

type Origin = 'history' | 'changelog'

describe.each(SUBJECTS)('$name', { timeout: patience }, (subject) => {
  let ladder: Ladder
  beforeAll(async () => {
    ladder = await raise(subject)
  }, patience)
  afterAll(() => ladder?.leave())

  const url = (step: number): string => ladder.at[step] ?? ''
  const build = async (from: number, to: number, origin: Origin): Promise<string> => {
    const file = join(ladder.folder, `${from}-${to}-${origin}.sql`)
    const range = ['--from', `tag:${subject.tags[from - 1]}`]
    if (to <= subject.tags.length) range.push('--to', `tag:${subject.tags[to - 1]}`)
    await packageSql(subject, file, origin === 'history' ? [...range, '--database-url', ladder.source] : range)
    return file
  }

  it.each(pairsOf(subject))(
    'leads from version %i to version %i as update-to-tag does, twice',
    async (from, to, origins) => {
      const theirs = await ladder.copy(url(from))
      const expected = await climbed(subject, theirs, to)
      const expectedAgain = await climbed(subject, theirs, to)
      for (const origin of origins) {
        const file = await build(from, to, origin)
        const target = await ladder.copy(url(from))
        const first = await psql(target, file, { onErrorStop: true })
        expect(first, first.stderr).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(expected)
        const second = await dvmHere(['apply', file, '--database-url', target])
        expect(second, second.stderr).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(expectedAgain)
      }
    },
  )

  it('is refused by targets at other versions, which stay as they are', async () => {
    const newest = subject.tags.length + 1
    const file = await build(1, 2, 'history')
    for (const [step, says] of [
      [0, /nothing has run on it, lacks \d+ of the \d+ changesets/],
      [newest, /it stands at order \d+ \(.*\), lacks 0 of the \d+ changesets that ran there, and has \d+ others/],
    ] as const) {
      const target = await ladder.copy(url(step))
      const before = await dump(target)
      const result = await psql(target, file)
      expect(result.stderr).toMatch(says)
      const applied = await dvmHere(['apply', file, '--database-url', target])
      expect(applied).toMatchObject({ code: 3, stderr: expect.stringMatching(says) })
      expect(await dump(target)).toEqual(before)
    }
  })

  it('leads one environment to another', async () => {
    const [from, to] = [await ladder.copy(url(1)), ladder.source]
    const file = join(ladder.folder, 'environment.sql')
    await packageSql(subject, file, ['--from-database', from, '--to-database', to])
    const expected = await climbed(subject, await ladder.copy(url(1)), subject.tags.length + 1)
    const result = await psql(from, file, { onErrorStop: true })
    expect(result, result.stderr).toMatchObject({ code: 0 })
    expect(await stateOf(from)).toEqual(expected)
  })
})
