import { readFileSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { BundleManifest } from '../../src/model/bundle.ts'
import { buildBundle } from '../../src/task/build-bundle.ts'
import { type CheckedBundle, readBundle } from '../../src/task/read-bundle.ts'
import { type Files, type Wishes, withContext } from '../support/package.ts'

interface Bundled {
  readonly file: string
  readonly text: string
  readonly manifest: BundleManifest
}

function bundle(files: Files, wishes: Wishes = {}): Promise<Bundled> {
  return withContext(files, wishes, async (context) => {
    const file = `${context.settings.searchPath[0]}/bundle.xml`
    const manifest = await buildBundle(context, { kind: 'offline', target: { file } })
    return { file, text: readFileSync(file, 'utf8'), manifest }
  })
}

function sql(...bodies: readonly string[]): Files {
  const parts = bodies.map((body, n) => `--changeset me:${n + 1}\n${body}\n`)
  return { 'root.sql': `--liquibase formatted sql\n${parts.join('')}` }
}

const xml = (content: string): Files => ({
  'root.xml': `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">${content}</databaseChangeLog>`,
})

function readChanged(file: string, text: string): CheckedBundle {
  writeFileSync(file, text)
  return readBundle(file)
}

describe('a Liquibase package', () => {
  it('is read back by another parser: what it is, its changesets, and that no byte of it was changed', async () => {
    const { file, manifest } = await bundle(sql('select 1;', "select '<&]]>';"))
    const read = readBundle(file)
    expect(read).toMatchObject({ intact: true, bytes: manifest.bytes, sha256: manifest.sha256 })
    expect(read.facts).toMatchObject({ format: 'liquibase', kind: 'offline', changesets: 2, changelog: 'root.sql' })
    expect(read.changesets.map(({ key, changes }) => [key, changes])).toEqual(
      ['1', '2'].map((id) => [{ id, author: 'me', path: 'root.sql' }, ['sql']]),
    )
  })

  it('says in its manifest where each changeset stands', async () => {
    const { text, manifest } = await bundle(sql('select 1;', "select 'größe';"))
    const bytes = Buffer.from(text)
    for (const { key, start, end, firstLine } of manifest.changesets) {
      const own = bytes.subarray(start, end).toString().trim()
      expect(own).toMatch(new RegExp(`^<changeSet id="${key.id}"[\\s\\S]*</changeSet>$`))
      expect(text.split('\n')[firstLine - 1]).toContain(`<changeSet id="${key.id}"`)
    }
  })

  it('is the same bytes for the same input, into a file or down a stream', async () => {
    const files = sql('select 1;')
    const stream = new PassThrough()
    const [{ text }, streamed] = await Promise.all([
      bundle(files),
      readAll(stream),
      withContext(files, {}, async (context) => {
        await buildBundle(context, { kind: 'offline', target: { stream } })
        stream.end()
      }),
    ])
    expect(streamed).toBe(text)
  })

  it('keeps the checksums of files it takes in, and accepts those that Liquibase cannot compute from it', async () => {
    const files = {
      ...xml(`<property name="p" value="1"/>
        <changeSet id="same" author="me"><sqlFile path="same.sql"/></changeSet>
        <changeSet id="expanded" author="me" runOnChange="true"><sqlFile path="expanded.sql"/></changeSet>`),
      'same.sql': `select 1; -- \${unknown}`,
      'expanded.sql': `select \${p};`,
    }
    const { text, manifest } = await bundle(files)
    expect(manifest.changesets.map(({ key, kept }) => [key.id, kept])).toEqual([
      ['same', 'computed'],
      ['expanded', 'recorded'],
    ])
    expect(manifest.checksums).toEqual({ computed: 1, recorded: 1, accepted: 0 })
    expect(text).toContain(`<validCheckSum>${manifest.changesets[1]?.checksum}</validCheckSum>`)
    expect(text).not.toContain('runOnChange')
    expect(manifest.warnings.map(({ code }) => code)).toContain('RUN_ON_CHANGE_REMOVED')
  })

  it('keeps programs only where that is allowed, with all they are told', async () => {
    const files = xml(`<changeSet id="1" author="me">
      <executeCommand executable="pg_dump" os="Linux" timeout="5s"><arg value="-f"/><arg value="a b"/></executeCommand>
      <customChange class="com.acme.Foo"><param name="a" value="b"/></customChange></changeSet>`)
    await expect(bundle(files)).rejects.toMatchObject({
      complaints: [{ code: 'CHANGE_NOT_EXECUTED' }, { code: 'CHANGE_NOT_EXECUTED' }],
    })
    const { text, manifest } = await bundle(files, { package: { allow: ['executeCommand', 'customChange'] } })
    expect(text).toContain('<arg value="a b"/>')
    expect(text).toContain('os="Linux"')
    expect(manifest.checksums.computed).toBe(1)
    expect(manifest.allowed).toEqual(['executeCommand', 'customChange'])
  })

  it('refuses what no XML can hold, with its place, and leaves no file', async () => {
    const files = sql('select 1;', "select 'a\u000cb';")
    await expect(bundle(files)).rejects.toMatchObject({
      complaints: [
        {
          code: 'XML_UNWRITABLE',
          message: '<sql> holds U+000C, which XML has no way to write',
          place: { file: 'root.sql', line: 5 },
        },
      ],
    })
  })
})

describe('a Liquibase package that is read back', () => {
  it('shows that a byte of it was changed', async () => {
    const { file, text } = await bundle(sql('select 1;'))
    expect(readChanged(file, text.replace('select 1', 'select 2'))).toMatchObject({ intact: false })
  })

  it.each<[string, (text: string) => string, string]>([
    ['broken off', (text) => text.slice(0, -200), 'PACKAGE_INVALID'],
    ['no package', () => '<databaseChangeLog/>', 'PACKAGE_INVALID'],
    ['a changeset short', (text) => text.replace(/<changeSet[\s\S]*<\/changeSet>/, ''), 'PACKAGE_ALTERED'],
    ['not well-formed', (text) => text.replace('</changeSet>', '</changeset>'), 'PACKAGE_ALTERED'],
  ])('is refused where it is %s', async (_, change, code) => {
    const { file, text } = await bundle(sql('select 1;'))
    expect(() => readChanged(file, change(text))).toThrow(expect.objectContaining({ code }))
  })
})
