import { join } from 'node:path'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { Changeset } from '../../src/model/changeset.ts'
import { LARGE_FILE } from '../../src/parse/load-source.ts'
import { readBody } from '../../src/parse/read-body.ts'
import { complaints, makeTree, open, xml } from './tree.ts'

const row = `insert into t values (1, 'é \${a} -- no comment');\n`
const rows = row.repeat(Math.ceil(LARGE_FILE / Buffer.byteLength(row)))
const head = '--liquibase formatted sql\n--property name:a value:A\n--changeset me:1\n\n'
const tail = `--comment after\nselect \${no};\n--rollback x\n--changeset me:2 context:c\n\nselect 2\n/\n\n`

function sums(storage: ReturnType<typeof open>['storage'], changeset: Changeset | undefined): string[] {
  if (changeset === undefined) return []
  return ([8, 9] as const).map((version) => checksumOf(changeset, version, (body) => readBody(storage, body)))
}

describe('a file that is too large to hold', () => {
  test('gives what the same text gives when it is held', () => {
    const large = open(makeTree({ 'a.sql': `${head}${rows}${tail}` }), { changelog: 'a.sql' })
    // The first changeset as XML, which is always held: its text must not be read as formatted SQL again.
    const text = `${rows}select \${no};`
    const held = open(
      makeTree({
        'root.xml': xml(
          `<property name="a" value="A"/><changeSet id="1" author="me"><sql stripComments="true"><![CDATA[${text}]]></sql></changeSet>`,
        ),
      }),
    )
    const [first, second] = large.changelog.changesets
    expect(first?.changes[0]).toMatchObject({ body: { kind: 'ranges', expressions: true } })
    expect(sums(large.storage, first)).toEqual(sums(held.storage, held.changelog.changesets[0]))
    expect(first).toMatchObject({ comments: 'after', rollback: [{ body: { text: 'x' } }] })
    expect(second).toMatchObject({ context: 'c', changes: [{ endDelimiter: '\n/$' }] })
    expect(second?.place.line).toBe(rows.split('\n').length + 7)
  })

  test('gives the same from an archive', () => {
    const text = `${head}${rows}${tail}`
    const root = makeTree({ 'a.zip': Buffer.from(zipSync({ 'a.sql': Buffer.from(text) })), 'b/a.sql': text })
    const readings = ['a.zip', 'b'].map((name) => open(join(root, name), { changelog: 'a.sql' }))
    const [packed, plain] = readings.map(({ storage, changelog }) =>
      changelog.changesets.map((one) => sums(storage, one)),
    )
    expect(packed).toEqual(plain)
    expect(readings[0]?.changelog.files).toEqual(readings[1]?.changelog.files)
  })

  test('is digested, and undefined properties in it are warned of', () => {
    const content = `\uFEFF${head}${rows}${tail}`
    const { changelog } = open(makeTree({ 'a.sql': content }), { changelog: 'a.sql' })
    expect(changelog.files).toEqual([{ path: 'a.sql', bytes: Buffer.byteLength(content), sha256: sha256(content) }])
    expect(changelog.warnings.map(({ message }) => message)).toEqual([expect.stringContaining(`\${no}`)])
  })

  test('is expanded by the rules the run asks for', () => {
    const parsing = { missingProperties: 'empty', propertyEscaping: true, unknownEntries: 'refuse' } as const
    const content = `${head}\${:kept}\n${rows}${tail}`
    const { storage, changelog } = open(makeTree({ 'a.sql': content }), { changelog: 'a.sql', parsing })
    const [change] = changelog.changesets[0]?.changes ?? []
    const text = change?.kind === 'sql' ? [...readBody(storage, change.body)].join('') : ''
    expect(text.match(/\$\{.*?\}/g)).toEqual([`\${kept}`])
  })

  test('that is plain SQL is one changeset, its expressions kept', () => {
    const { storage, changelog } = open(makeTree({ 'a.sql': ` \n${rows}` }), { changelog: 'a.sql' })
    const [change] = changelog.changesets[0]?.changes ?? []
    const text = change?.kind === 'sql' ? [...readBody(storage, change.body)].join('') : ''
    expect(text === rows.trimEnd()).toBe(true)
  })

  test('and is named by sqlFile is hashed as it stands and run expanded', () => {
    const files = {
      'root.xml': xml(
        '<property name="a" value="A"/><changeSet id="1" author="me"><sqlFile path="a.sql"/></changeSet>',
      ),
      'a.sql': rows,
    }
    const { storage, changelog } = open(makeTree(files))
    const [change] = changelog.changesets[0]?.changes ?? []
    if (change?.kind !== 'sqlFile') throw new Error('no sqlFile')
    expect([...readBody(storage, change.raw)].join('') === rows).toBe(true)
    expect([...readBody(storage, change.body)].join('').startsWith("insert into t values (1, 'é A --")).toBe(true)
  })

  test.each([
    ['\xff', 'ENCODING_INVALID'],
    ['\0', 'NUL_BYTE'],
  ])('is refused for a byte %j, with its place', (byte, code) => {
    const content = Buffer.concat([Buffer.from(`${rows}é`), Buffer.from(byte, 'latin1'), Buffer.from('\n')])
    const line = rows.split('\n').length
    expect(complaints({ 'a.sql': content }, { changelog: 'a.sql' })).toEqual([`a.sql:${line}:2 ${code}`])
  })
})

describe('files that together are too much to hold', () => {
  const part = row.repeat(Math.ceil((1 << 20) / Buffer.byteLength(row)))
  const formatted = `--liquibase formatted sql\n--property name:a value:A\n--changeset me:1\n\n${part}`
  const names = Array.from({ length: 12 }, (_, n) => `c/${String(n).padStart(2, '0')}.sql`)
  const root = xml('<includeAll path="c"/>')
  const kindsOf = (changesets: readonly Changeset[]) =>
    changesets.map(({ changes: [change] }) => (change?.kind === 'sql' ? change.body.kind : null))

  test('are held as far as one large file would be, and give the same either way', () => {
    const files = Object.fromEntries(names.map((name) => [name, formatted]))
    const { storage, changelog } = open(makeTree({ 'root.xml': root, ...files, 'c/small.sql': `${head}select 1;` }))
    const kinds = kindsOf(changelog.changesets)
    expect(kinds.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 'held'))
    expect(kinds.slice(7)).toEqual([...Array.from({ length: 5 }, () => 'ranges'), 'held'])
    const [first, ...others] = changelog.changesets.slice(0, 12).map((one) => sums(storage, one))
    for (const other of others) expect(other).toEqual(first)
    expect(changelog.changesets.map(({ place }) => place.line)).toEqual(Array.from({ length: 13 }, () => 3))
  })

  test('are held all the same in UTF-16, which cannot be read in pieces', () => {
    const wide = Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(part, 'utf16le')])
    const { changelog } = open(
      makeTree({ 'root.xml': root, ...Object.fromEntries(names.slice(0, 6).map((name) => [name, wide])) }),
    )
    expect(kindsOf(changelog.changesets)).toEqual(Array.from({ length: 6 }, () => 'held'))
  })

  test('are warned of where SQL stands in front of the first changeset', () => {
    const content = `--liquibase formatted sql\nselect 0;\n--changeset me:1\n\n${part}`
    const { changelog } = open(
      makeTree({ 'root.xml': root, ...Object.fromEntries(names.map((name) => [name, content])) }),
    )
    const places = changelog.warnings.map(({ place }) => `${place?.file}:${place?.line}`)
    expect(places).toEqual(expect.arrayContaining(names.map((name) => `${name}:2`)))
  })
})
