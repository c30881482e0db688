import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { ApplyReport } from '../../src/model/report.ts'
import type { SplitBy, SplitManifest } from '../../src/model/split.ts'
import { applyPackage } from '../../src/task/apply-package.ts'
import { buildSplit } from '../../src/task/build-split.ts'
import { makeTree } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { type Files, formatted, settingsIn, tablesOf, withContext } from '../support/package.ts'

interface Split {
  readonly folder: string
  readonly manifest: SplitManifest
}

async function split(files: Files, by: SplitBy): Promise<Split> {
  const folder = join(makeTree({}), 'parts')
  const manifest = await withContext(files, {}, (context) => buildSplit(context, { kind: 'offline', by, folder }))
  return { folder, manifest }
}

async function apply(url: string, { folder, manifest }: Split, number: number): Promise<ApplyReport> {
  const context = await compose(settingsIn('/', {}, { url, changelog: null }))
  try {
    return await applyPackage(context, join(folder, manifest.parts[number - 1]?.file ?? ''))
  } finally {
    await context.database?.close()
  }
}

const release = formatted(
  ['a', 'create table a (id int, old int);'],
  ['fill', 'insert into a values (1, 2);\n-- a remark\nupdate a set id = 3;'],
  ['drop labels:contract', 'alter table a drop column old;'],
  ['b', 'create table b (id int);'],
  ['keep labels:contract', 'select 1 as one into kept;'],
)

describe('a package split by phase', () => {
  const by: SplitBy = { kind: 'phase', afterDeploy: 'contract' }

  test('keeps the order but for what waits for the deployment, and parts definitions from rows', async () => {
    const { folder, manifest } = await split(release, by)
    expect(manifest.parts.map(({ file, manifest: part }) => [file, part.changesets.map(({ key }) => key.id)])).toEqual([
      ['001-before-deploy-ddl.sql', ['a']],
      ['002-before-deploy-dml.sql', ['fill']],
      ['003-before-deploy-ddl.sql', ['b']],
      ['004-after-deploy-ddl.sql', ['drop', 'keep']],
    ])
    expect(manifest).toMatchObject({ kind: 'split', of: 'offline', changesets: 5, moved: ['root.sql::drop::me'] })
    const files = readdirSync(folder).sort()
    expect(files).toEqual([...manifest.parts.map(({ file }) => file), 'manifest.json', 'run.sql'])
    for (const { file, manifest: part } of manifest.parts) {
      expect(sha256(readFileSync(join(folder, file)))).toBe(part.sha256)
    }
    expect(sha256(readFileSync(join(folder, 'run.sql')))).toBe(manifest.run.sha256)
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest)
  })

  test('runs part by part, each refusing a target that lacks those before it, and again without effect', async () => {
    const parts = await split(release, by)
    await withFreshDatabase(async (url) => {
      const early = await apply(url, parts, 2)
      expect(early).toMatchObject({ ok: false, failure: { code: 'APPLY_REFUSED' } })
      expect(early.failure?.message).toContain('root.sql::a::me')
      for (const number of [1, 2, 3, 4]) expect((await apply(url, parts, number)).ok, `part ${number}`).toBe(true)
      for (const number of [1, 2, 3, 4]) {
        expect(await apply(url, parts, number), `part ${number} again`).toMatchObject({
          ok: true,
          counts: { applied: 0 },
        })
      }
      expect(await tablesOf(url)).toEqual(['a', 'b', 'kept'])
      expect(await query(url, 'select * from a')).toEqual([{ id: 3 }])
    })
  })

  test('asks for nothing that may leave no row', async () => {
    const files = formatted(
      ['may-fail failOnError:false', 'create table x (id no_such_type);'],
      ['rows', "insert into seen values ('x');"],
    )
    const parts = await split(files, by)
    await withFreshDatabase(async (url) => {
      await query(url, 'create table seen (t text)')
      expect((await apply(url, parts, 1)).ok).toBe(true)
      expect(await apply(url, parts, 2)).toMatchObject({ ok: true, counts: { applied: 1 } })
    })
  })
})

describe('a package split by size', () => {
  test('fills each part up to the size, and gives a longer changeset one of its own', async () => {
    const long = `insert into t values ('${'x'.repeat(20_000)}');`
    const files = formatted(['t', 'create table t (t text);'], ['1', 'select 1;'], ['long', long], ['2', 'select 2;'])
    const { manifest } = await split(files, { kind: 'size', maxBytes: 10_000 })
    expect(manifest.parts.map(({ file, manifest: part }) => [file, part.changesets.map(({ key }) => key.id)])).toEqual([
      ['001.sql', ['t', '1']],
      ['002.sql', ['long']],
      ['003.sql', ['2']],
    ])
    expect(manifest.moved).toEqual([])
  })
})

describe('the folder', () => {
  test('is left alone where something is in it, and does not appear where the build fails', async () => {
    const taken = makeTree({ 'notes.txt': 'mine' })
    const by: SplitBy = { kind: 'phase', afterDeploy: null }
    const into = (folder: string, files: Files) =>
      withContext(files, {}, (context) => buildSplit(context, { kind: 'offline', by, folder }))
    await expect(into(taken, release)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
    expect(readdirSync(taken)).toEqual(['notes.txt'])
    const root = makeTree({})
    await expect(into(join(root, 'parts'), formatted(['a', "select 'open;"]))).rejects.toMatchObject({
      code: 'SQL_UNTERMINATED',
    })
    expect(readdirSync(root)).toEqual([])
    writeFileSync(join(root, 'file'), '')
    await expect(into(join(root, 'file', 'parts'), release)).rejects.toMatchObject({ code: 'FILE_WRITE_FAILED' })
  })
})
