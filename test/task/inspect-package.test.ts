import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../src/kit/digest.ts'
import { buildSplit } from '../../src/task/build-split.ts'
import { inspectAny } from '../../src/task/inspect-any.ts'
import { inspectPackage } from '../../src/task/inspect-package.ts'
import { makeTree } from '../parse/tree.ts'
import { buildFrom, formatted, withContext } from '../support/package.ts'

// A migration may hold a package: nothing inside a body is taken for a section.
const nested = "select '\n-- === END: x\n-- dvm:changeset {}\n-- dvm:sha256 00\n';"
const files = formatted(
  ['one', 'create table one (id int);\ncreate table two (id int);'],
  ['née', "insert into one values (1); -- 'é'"],
  ['nested', nested],
  ['index runInTransaction:false', 'create index concurrently one_id on one (id);'],
)

describe('inspecting a package', () => {
  test('gives back its manifest, byte for byte', async () => {
    const { file, manifest } = await buildFrom(files, { package: { transaction: 'per-changeset' } })
    const inspection = inspectPackage(file, { manifest: { file: 'm.json', text: JSON.stringify(manifest) } })
    expect(inspection).toMatchObject({ ok: true, faults: [], bytes: manifest.bytes, sha256: manifest.sha256 })
    expect(inspection.facts).toMatchObject({
      kind: 'offline',
      changesets: 4,
      transaction: 'per-changeset',
      allowed: [],
    })
    const seen = inspection.changesets.map((one) => ({
      key: one.key,
      checksum: one.checksum,
      source: one.place.file,
      line: one.place.line,
      sourceSha256: one.sourceSha256,
      start: one.start,
      end: one.end,
      firstLine: one.firstLine,
      transaction: one.transaction,
      rollback: one.rollback,
    }))
    expect(seen).toEqual(manifest.changesets)
    expect(manifest.changesets[0]?.sourceSha256).toBe(sha256(String(files['root.sql'])))
    const bytes = readFileSync(file)
    const section = bytes.subarray(inspection.changesets[1]?.start, inspection.changesets[1]?.end).toString()
    expect(section.startsWith('\n-- === FILE: root.sql')).toBe(true)
    expect(section.endsWith('COMMIT;\n')).toBe(true)
  })

  test('sees a changed byte wherever it is', async () => {
    const { file, manifest } = await buildFrom(files)
    const bytes = readFileSync(file)
    const places = [Number(manifest.changesets[0]?.start) + 5, Math.floor(bytes.length / 2), bytes.length - 10]
    for (const at of places) {
      const altered = Buffer.from(bytes)
      // A hex digit stays one: the digest itself may be what was changed.
      altered[at] = altered[at] === 0x30 ? 0x31 : 0x30
      writeFileSync(file, altered)
      expect(() => inspectPackage(file, {})).not.toThrow()
      expect(inspectPackage(file, {}), `at byte ${at}`).toMatchObject({ ok: false, digest: { intact: false } })
    }
  })

  test('sees a section that was taken out together with the digest being made anew', async () => {
    const { file, manifest } = await buildFrom(files)
    const text = readFileSync(file)
    const [, second] = manifest.changesets
    const body = Buffer.concat([
      text.subarray(0, second?.start),
      text.subarray(second?.end, text.lastIndexOf('-- dvm:sha256')),
    ])
    writeFileSync(file, `${body.toString()}-- dvm:sha256 ${sha256(body)}\n`)
    const inspection = inspectPackage(file, { manifest: { file: 'm.json', text: JSON.stringify(manifest) } })
    expect(inspection.ok).toBe(false)
    expect(inspection.digest.intact).toBe(true)
    expect(inspection.faults.join('\n')).toMatch(/speaks of 4 changesets, it has 3\n.*wrong place/)
    expect(inspection.faults.join('\n')).toMatch(/lists 4 changesets, it has 3\n.*differs first at changeset 3/)
  })

  test('refuses what is no package, and one that breaks off', async () => {
    const { file } = await buildFrom(files)
    const text = readFileSync(file, 'utf8')
    const cases: [string, string][] = [
      ['', 'it is empty'],
      ['select 1;\n', 'its header is missing'],
      [text.slice(0, text.length / 2), 'it breaks off before its end'],
      [text.slice(0, text.lastIndexOf('-- dvm:sha256')), 'its last line'],
      [text.replace(/"changesets":\d+/, '"changesets":"x"'), 'its header was changed'],
    ]
    for (const [content, reason] of cases) {
      writeFileSync(file, content)
      expect(() => inspectPackage(file, {})).toThrow(reason)
    }
  })

  test('takes a package that is called run.sql for itself, whatever manifest.json is beside it', async () => {
    const { file, manifest } = await buildFrom(files)
    const folder = dirname(file)
    const named = join(folder, 'run.sql')
    renameSync(file, named)
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
    expect(inspectAny(named)).toMatchObject({ form: 'sql', ok: true })
    expect(() => inspectAny(folder)).toThrow('is not one of a split package or of a build context')
  })

  test('refuses a folder whose manifest says nothing of one of its files', async () => {
    const folder = join(makeTree({}), 'parts')
    const by = { kind: 'phase', afterDeploy: null } as const
    const manifest = await withContext(files, {}, (given) => buildSplit(given, { kind: 'offline', by, folder }))
    const parts = manifest.parts.map(({ file, ...part }, index) => (index === 0 ? part : { file, ...part }))
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, parts }))
    expect(() => inspectAny(folder)).toThrow('an entry of its manifest.json was changed')
  })
})
