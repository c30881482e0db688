import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import type { BundleManifest } from '../../src/model/bundle.ts'
import { formatKey, identity } from '../../src/model/changeset.ts'
import type { PackageKind } from '../../src/model/selection.ts'
import { applyBundle } from '../../src/task/apply-bundle.ts'
import { buildBundle } from '../../src/task/build-bundle.ts'
import type { Context } from '../../src/task/context.ts'
import { WHOLE_SCHEMA } from '../../src/task/read-fingerprint.ts'
import { verifyPackage } from '../../src/task/verify-package.ts'
import { copyDatabase, dropDatabase } from '../support/copy-database.ts'
import { freshDatabase } from '../support/database.ts'
import type { HistoryRow } from '../support/dump.ts'
import { liquibase } from '../support/liquibase.ts'
import { settingsIn } from '../support/package.ts'
import { runLiquibase, type Source, type State, stateOf } from './stage.ts'

export interface BundleCase extends Source {
  readonly name: string
  /** How many checksums Liquibase does not compute from the package. */
  readonly recorded: number
}

const patience = 120_000

/** The promises of a Liquibase package, for one changelog; Liquibase itself runs the changelog and the package. */
export function proveBundle(subject: BundleCase): void {
  describe(subject.name, { timeout: patience }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'dvm-bundle-'))
    const databases: string[] = []
    const keep = (url: string): string => {
      databases.push(url)
      return url
    }
    // What only looks like a property must stay so, even where somebody defines it.
    const defines = { 'left.alone': 'WRONG' }
    const bundle = { changelog: 'bundle.xml', searchPath: folder, contexts: subject.contexts, defines }
    let deployed: string
    let target: string
    let expected: State
    let manifest: BundleManifest
    beforeAll(async () => {
      deployed = keep((await freshDatabase()).url)
      await runLiquibase(subject, deployed, 'update')
      expected = await stateOf(deployed)
      manifest = await bundleOf(subject, join(folder, 'bundle.xml'), 'deployed', deployed)
      target = keep((await freshDatabase()).url)
      await runLiquibase(bundle, target, 'update')
    }, patience)
    afterAll(async () => {
      for (const url of databases) await dropDatabase(url)
      rmSync(folder, { recursive: true })
    })

    it('is rebuilt by Liquibase from the package alone: schema, data and history', async () => {
      const state = await stateOf(target)
      expect(state.schema).toBe(expected.schema)
      expect(state.data).toBe(expected.data)
      expect(state.history.map(likeThePackage)).toEqual(rowsOf(expected, manifest).map(likeThePackage))
      const recorded = manifest.changesets.filter(({ kept }) => kept !== 'computed')
      if (subject.recorded >= 0) expect(recorded).toHaveLength(subject.recorded)
    })

    it('is run by dvm verify as Liquibase runs it, and proved so', async () => {
      const own = keep((await freshDatabase()).url)
      const file = join(folder, 'bundle.xml')
      await onDatabase(bundle, own, async (context) =>
        expect(await applyBundle(context, file)).toMatchObject({ ok: true }),
      )
      expect(await stateOf(own)).toEqual(await stateOf(target))
      const request = { file, base: [], scope: WHOLE_SCHEMA, data: true, scratch: null, prepare: null }
      const report = await onDatabase(bundle, deployed, (context) => verifyPackage(context, request))
      const { history, differences, data } = report
      expect({ history, differences, rows: data?.unexpected }).toEqual({ history: [], differences: [], rows: [] })
      expect(report.verified).toBe(true)
    })

    it('leaves Liquibase on the source with as much to do as its own changelog does', async () => {
      const source = keep(await copyDatabase(deployed))
      const inside = new Set(manifest.changesets.map(({ key }) => `     ${formatKey(key)}`))
      const left = (await undeployed(subject, source)).filter((line) => inside.has(line))
      expect(await undeployed(bundle, source)).toEqual(left)
      const again = keep(await copyDatabase(source))
      await runLiquibase(bundle, source, 'update')
      await runLiquibase(subject, again, 'update')
      expect(plain(await stateOf(source))).toEqual(plain(await stateOf(again)))
      const options = { changelogFile: 'bundle.xml', searchPath: folder }
      expect((await liquibase(source, 'validate', options)).exitCode).toBe(0)
    })

    it('lets the source changelog go on where the package was run', async () => {
      expect(await undeployed(subject, target)).toEqual(await undeployed(subject, deployed))
      const again = keep(await copyDatabase(deployed))
      await runLiquibase(subject, again, 'update')
      await runLiquibase(subject, target, 'update')
      expect(plain(await stateOf(target)).data).toEqual(plain(await stateOf(again)).data)
    })
  })
}

/** Builds a package in a file of that name. */
export async function bundleOf(
  { changelog, searchPath, contexts = '', defines = {} }: Source,
  file: string,
  kind: PackageKind,
  url?: string,
): Promise<BundleManifest> {
  const context = await compose(
    settingsIn(
      '',
      {},
      {
        changelog,
        searchPath: searchPath.split(','),
        contexts: contexts === '' ? [] : contexts.split(','),
        properties: Object.entries(defines),
        url,
        stateDir: join(file, '..', '.dvm'),
        package: { kind },
      },
    ),
  )
  try {
    return await buildBundle(context, { kind, target: { file } })
  } finally {
    await context.database?.close()
  }
}

/** Lends a context whose terms are those of a run of Liquibase on that database. */
async function onDatabase<T>(
  { contexts = '', defines = {} }: Source,
  url: string,
  use: (context: Context) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-verify-'))
  const terms = { contexts: contexts === '' ? [] : contexts.split(','), properties: Object.entries(defines) }
  const context = await compose(settingsIn(folder, {}, { changelog: null, url, ...terms }))
  try {
    return await use(context)
  } finally {
    await context.database?.close()
    rmSync(folder, { recursive: true })
  }
}

/** A rerun takes the end of the history; the package has it where it was first. */
function rowsOf({ history }: State, { changesets }: BundleManifest): readonly HistoryRow[] {
  const byKey = new Map(history.map((row) => [identity({ ...row, path: row.filename }), row]))
  return changesets.flatMap(({ key }) => byKey.get(identity(key)) ?? [])
}

/** What one file cannot say as the source did: which file a change came from, and contexts that are apart. */
function likeThePackage(row: HistoryRow, index: number) {
  const description = row.description
    ?.replace(/sqlFile path=[^;]*/g, 'sql')
    .replace(/ path=[^,;]*,/g, '')
    .replace(/ path=[^,;]*/g, '')
  const contexts = row.contexts?.replace(/[()]/g, '').replace(/ *, */g, ' or ') ?? null
  return { ...row, description, contexts, orderexecuted: index, exectype: row.exectype.replace('RERAN', 'EXECUTED') }
}

function plain({ schema, data, history }: State) {
  return { schema, data, history: history.map(({ contexts: _contexts, description: _description, ...row }) => row) }
}

/** The changesets that `liquibase status` still lists: what runs always or may fail stays there for ever. */
async function undeployed(source: Source, url: string): Promise<readonly string[]> {
  const { stdout } = await runLiquibase(source, url, 'status', ['--verbose'])
  return stdout.split('\n').filter((line) => line.startsWith('     '))
}
