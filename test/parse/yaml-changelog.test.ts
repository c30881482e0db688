import { describe, expect, test } from 'vitest'
import { bodies, complaints, read } from './tree.ts'

const yaml = { changelog: 'root.yaml' }
const changeset = (id: string, sql: string) => `- changeSet: {id: "${id}", author: me, changes: [{sql: "${sql}"}]}\n`

function root(...entries: readonly string[]): { 'root.yaml': string } {
  return { 'root.yaml': `databaseChangeLog:\n${entries.join('')}` }
}

describe('properties', () => {
  test('count for the whole file, also above the line that defines them', () => {
    const files = root(changeset('1', `select \${p}`), '- property: {name: p, value: 2.50}\n')
    expect(bodies(read(files, yaml))).toEqual(['select 2.5'])
  })

  test('of an include count from there on', () => {
    const files = {
      ...root(changeset('1', `\${p}`), '- include: {file: p.json}\n', changeset('2', `\${p}`)),
      'p.json': '{"databaseChangeLog": [{"property": {"name": "p", "value": "P"}}]}',
    }
    const changelog = read(files, yaml)
    expect(bodies(changelog)).toEqual([`\${p}`, 'P'])
    expect(changelog.warnings).toMatchObject([{ code: 'PROPERTY_UNDEFINED', place: { file: 'root.yaml', line: 2 } }])
  })

  test('are taken whatever their contextFilter says, with a warning, but not whatever their context says', () => {
    const files = root(
      '- property: {name: p, value: a, contextFilter: x}\n',
      '- property: {name: q, value: b, context: x}\n',
      changeset('1', `\${p} \${q}`),
    )
    const changelog = read(files, { ...yaml, contexts: ['y'] })
    expect(bodies(changelog)).toEqual([`a \${q}`])
    expect(changelog.warnings.map(({ code }) => code)).toEqual(['CHANGELOG_INVALID', 'PROPERTY_UNDEFINED'])
  })

  test('come from a file, and their complaints stand once', () => {
    const files = { ...root('- property: {file: p.properties}\n', changeset('1', `\${p}`)), 'p.properties': 'p=1' }
    expect(bodies(read(files, yaml))).toEqual(['1'])
    expect(complaints(root('- property: {file: no.properties}\n'), yaml)).toEqual(['root.yaml:2:3 FILE_NOT_FOUND'])
  })
})

describe('the file', () => {
  test.each([
    ['', 'root.yaml:1:1 YAML_INVALID'],
    ['other: []\n', 'root.yaml:1:1 CHANGELOG_INVALID'],
    ['databasechangelog: []\n', 'root.yaml:1:1 CHANGELOG_INVALID'],
    ['\ndatabaseChangeLog:\n  changeSet: {id: 1, author: me}\n', 'root.yaml:2:1 CHANGELOG_INVALID'],
    ['databaseChangeLog: text\n', 'root.yaml:1:1 CHANGELOG_INVALID'],
  ])('%j is refused', (text, told) => {
    expect(complaints({ 'root.yaml': text }, yaml)).toEqual([told])
  })

  test.each(['databaseChangeLog:\n', 'databaseChangeLog: []\n', 'x-shared: &a {b: c}\ndatabaseChangeLog: []\n'])(
    '%j is a changelog without changesets',
    (text) => {
      expect(read({ 'root.yaml': text }, yaml)).toMatchObject({ changesets: [], warnings: [] })
    },
  )

  test('may be JSON, in which the same things are said', () => {
    const entries = [
      { logicalFilePath: 'logical.json' },
      { changeSet: { id: 1, author: 'me', labels: 'a', changes: [{ sql: { sql: 'select 1' } }] } },
    ]
    const files = { 'root.json': JSON.stringify({ databaseChangeLog: entries }) }
    expect(read(files, { changelog: 'root.json' }).changesets).toMatchObject([
      { key: { id: '1', author: 'me', path: 'logical.json' }, labels: ['a'] },
    ])
  })

  test('passes over what means nothing there, and says so; with entries of its own it is refused', () => {
    const { changesets, warnings } = read(root('- foo: bar\n- text\n', changeset('1', 'x')), yaml)
    expect(changesets).toHaveLength(1)
    expect(warnings.map(({ place }) => place?.line)).toEqual([3, 2])
    expect(complaints(root('- foo: {a: b}\n'), yaml)).toEqual(['root.yaml:2:3 CHANGELOG_INVALID'])
  })
})

describe('a changeset', () => {
  test.each([
    ['- changeSet:\n  id: 1\n  author: me\n', 'root.yaml:2:3 CHANGELOG_INVALID'],
    ['- changeSet: {author: me}\n', 'root.yaml:2:3 CHANGELOG_INVALID'],
    ['- changeSet: {id: 1}\n', 'root.yaml:2:3 CHANGELOG_INVALID'],
    ['- changeSet: {id: 1, author: me, context: a, Context: b}\n', 'root.yaml:2:46 CHANGELOG_INVALID'],
    ['- changeSet: {id: 1, author: me, runOrder: First}\n', 'root.yaml:2:3 CHANGELOG_INVALID'],
    ['- changeSet: {id: 1, author: me, onValidationFail: x}\n', 'root.yaml:2:3 CHANGELOG_INVALID'],
    ['- changeSet: {id: 1, author: me, changes: [{mow: {lawn: x}}]}\n', 'root.yaml:2:45 CHANGE_TYPE_UNSUPPORTED'],
    ['- changeSet: {id: 1, author: me, preconditions: [{a: b}]}\n', 'root.yaml:2:34 CHANGE_TYPE_UNSUPPORTED'],
  ])('%j is refused', (text, told) => {
    expect(complaints(root(text), yaml)).toEqual([told])
  })

  test('takes every value as Java prints it, and every flag that is not true for false', () => {
    const terms = 'id: 007, author: 1.50, labels: [B, c], runAlways: maybe, runOnChange: "TRUE", failOnError: no'
    const { changesets, warnings } = read(root(`- changeSet: {${terms}}\n`), yaml)
    expect(changesets).toMatchObject([
      {
        key: { id: '7', author: '1.5' },
        labels: ['[b', 'c]'],
        runAlways: false,
        runOnChange: true,
        failOnError: false,
      },
    ])
    expect(warnings).toMatchObject([{ code: 'CHANGELOG_INVALID', place: { line: 2, column: 54 } }])
  })

  test('has its changes under changes, where rollback, preconditions and checksums may stand as well', () => {
    const inner = '{sql: a}, {rollback: {sql: b}}, {validCheckSum: ANY}, {changes: [{sql: c}]}, {preConditions: {}}'
    const [changeset] = read(root(`- changeSet: {id: 1, author: me, changes: [${inner}]}\n`), yaml).changesets
    expect(changeset).toMatchObject({
      changes: [{ body: { text: 'a' } }, { body: { text: 'c' } }],
      rollback: [{ body: { text: 'b' } }],
      validChecksums: ['1:ANY'],
      preconditions: { conditions: [] },
    })
  })

  test('has a comment of its own, not that of its changes', () => {
    const text =
      '- changeSet: {id: 1, author: me, comment: [a, b], changes: [{comment: c}, {sql: {sql: x, comment: d}}]}\n'
    expect(read(root(text), yaml).changesets[0]?.comments).toBe('[a, b]')
  })
})

describe('a rollback', () => {
  const rollback = (text: string) =>
    read(root(`- changeSet:\n    id: 1\n    author: me\n    changes: [{sql: x}]\n    rollback: ${text}\n`), yaml)

  test.each([
    ['drop a; drop b', ['drop a', 'drop b']],
    ['[drop a]', ['drop a']],
    ['[{sql: a}, {sql: {sql: b}}]', ['a', 'b']],
    ['{sql: a}', ['a']],
    ['', ['empty']],
    ['""', ['empty']],
    ['[]', ['empty']],
  ])('%j is read', (text, expected) => {
    const [changeset] = rollback(text).changesets
    const found = changeset?.rollback?.map((change) =>
      'body' in change && change.body.kind === 'held' ? change.body.text : change.kind,
    )
    expect(found).toEqual(expected)
  })

  test.each(['[drop a, drop b]', '5', '{changes: [{sql: a}]}', '{changeSetId: 9, changeSetAuthor: me}'])(
    '%j is refused',
    (text) => {
      const entry = `- changeSet:\n    id: 1\n    author: me\n    rollback: ${text}\n`
      expect(complaints(root(entry), yaml)).toEqual([expect.stringMatching(/^root.yaml:5:\d+ CHANGE/)])
    },
  )
})
