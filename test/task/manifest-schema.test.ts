import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { PackageRange } from '../../src/model/settings.ts'
import { buildBundle } from '../../src/task/build-bundle.ts'
import { buildDockerContext } from '../../src/task/build-docker-context.ts'
import { buildPackage } from '../../src/task/build-package.ts'
import { buildRollback } from '../../src/task/build-rollback.ts'
import { buildSplit } from '../../src/task/build-split.ts'
import type { Context } from '../../src/task/context.ts'
import { inspectAny } from '../../src/task/inspect-any.ts'
import { makeTree } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { manifestSchema } from '../support/manifest-schema.ts'
import { deploy, formatted, withContext } from '../support/package.ts'

const files = formatted(
  ['one', 'create table one (id int);\n--rollback drop table one;'],
  ['two', 'insert into one values (1);\n--rollback delete from one;'],
)
const range: PackageRange = { kind: 'versions', from: { kind: 'order', order: 1 }, to: { kind: 'order', order: 2 } }

const folder = mkdtempSync(join(tmpdir(), 'dvm-manifests-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const target = { file: join(folder, 'package') }
const dump = { options: {}, pgDump: null, onProgress: () => undefined }

const kinds: [string, (context: Context) => Promise<unknown>][] = [
  ['sql', (context) => buildPackage(context, { kind: 'offline', target })],
  ['rollback', (context) => buildRollback(context, { to: { kind: 'count', count: 1 }, target })],
  ['liquibase', (context) => buildBundle(context, { kind: 'offline', target })],
  [
    'split',
    (context) =>
      buildSplit(context, { kind: 'offline', by: { kind: 'phase', afterDeploy: null }, folder: join(folder, 'parts') }),
  ],
  [
    'docker',
    (context) =>
      buildDockerContext(context, {
        form: 'database',
        of: 'sql',
        baseImage: null,
        out: join(folder, 'image'),
        dump: dump as never,
      }),
  ],
]

describe('the published schema of manifests', () => {
  test.each(kinds)('fits that of a package of kind %s', async (_kind, build) => {
    const manifest = await withContext(files, {}, build)
    expect(() => manifestSchema().parse(manifest)).not.toThrow()
    expect(() => manifestSchema().parse({ ...(manifest as object), surplus: 1 })).toThrow()
  })

  test('fits those of packages of a database, with its fingerprint', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const build = async (context: Context) => [
        await buildBundle(context, { kind: 'deployed', target, fingerprint: true }),
        await buildRollback(context, { to: { kind: 'count', count: 1 }, target }),
      ]
      for (const manifest of await withContext(files, { url }, build)) {
        expect(manifest.fingerprint?.sha256).toMatch(/^[0-9a-f]{64}$/)
        expect(() => manifestSchema().parse(manifest)).not.toThrow()
      }
    })
  })

  test('fits that of a package between two versions of a database', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const build = (context: Context) => buildPackage(context, { kind: null, target, fingerprint: true })
      const manifest = await withContext(files, { url, range }, build)
      expect(manifest).toMatchObject({ kind: 'incremental', fingerprint: { sha256: expect.any(String) } })
      expect(() => manifestSchema().parse(manifest)).not.toThrow()
    })
  })
})

describe('inspecting a folder', () => {
  test.each(['parts', 'image'])('finds %s intact, and what was altered or taken away', (name) => {
    const path = join(folder, name)
    expect(inspectAny(path)).toMatchObject({ form: 'folder', ok: true, faults: [] })
    const { files: listed } = inspectAny(path) as { files?: readonly { path: string }[] }
    const [first] = listed ?? []
    const file = join(path, first?.path ?? '')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, `${text}-- more\n`)
    expect(inspectAny(path)).toMatchObject({ ok: false, faults: [expect.stringContaining('its bytes give')] })
    writeFileSync(file, text)
    const manifest = join(path, 'manifest.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replaceAll(`"${first?.path}"`, '"../elsewhere"'))
    expect(inspectAny(path)).toMatchObject({ ok: false, faults: [expect.stringContaining('is not there')] })
  })

  test('refuses one without a manifest of ours', () => {
    expect(() => inspectAny(makeTree({ 'a.sql': '' }))).toThrow('there is no manifest.json')
    expect(() => inspectAny(makeTree({ 'manifest.json': '[' }))).toThrow('is no JSON object')
    expect(() => inspectAny(makeTree({ 'manifest.json': '{}' }))).toThrow('is not one of a split package')
  })
})
