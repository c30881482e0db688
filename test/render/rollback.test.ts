import { describe, expect, test } from 'vitest'
import type { Complaint } from '../../src/errors/dvm-error.ts'
import { formatPlace } from '../../src/model/place.ts'
import { rollbackKindOf, rollbackOf } from '../../src/render/render-rollback.ts'
import { createRendering } from '../../src/task/create-rendering.ts'
import { readChangelog } from '../../src/task/read-changelog.ts'
import { xml } from '../parse/tree.ts'
import { buildFrom, type Files, withContext } from '../support/package.ts'

/** How each changeset is undone: its statements, or the places and messages of what cannot be. */
async function rollbacks(files: Files): Promise<Record<string, readonly string[]>> {
  return withContext(files, {}, async (context) => {
    const read = readChangelog(context, {})
    const complaints: Complaint[] = []
    const rendering = createRendering(context, read, complaints, [])
    const found = read.changelog.changesets.map((changeset) => {
      const rollback = rollbackOf(changeset, rendering)
      expect(rollbackKindOf(changeset)).toBe(rollback.how === 'impossible' ? 'none' : rollback.how)
      if (rollback.how !== 'impossible') {
        return [changeset.key.id, [rollback.how, ...[...rollback.statements()].map(({ text }) => text)]] as const
      }
      const faults = rollback.faults.map(
        ({ place, message }) => `${place === null ? '-' : formatPlace(place)} ${message}`,
      )
      return [changeset.key.id, ['impossible', ...faults]] as const
    })
    expect(complaints).toEqual([])
    return Object.fromEntries(found)
  })
}

function changeset(id: string, content: string): string {
  return `<changeSet id="${id}" author="me">${content}</changeSet>`
}

test('its own rollback goes before what is derived, also where it is nothing', async () => {
  const table = '<createTable tableName="t"><column name="n" type="int"/></createTable>'
  const files = {
    'root.xml': xml(
      [
        changeset('derived', table),
        changeset('own', `${table}<rollback>select 1; select 2 -- said</rollback>`),
        changeset('nothing', `${table}<rollback/>`),
        changeset('word', `${table}<rollback> Empty </rollback>`),
        changeset('several', `${table}<rollback>select 1</rollback><rollback><dropTable tableName="t"/></rollback>`),
      ].join('\n'),
    ),
  }
  expect(await rollbacks(files)).toEqual({
    derived: ['derived', 'DROP TABLE t'],
    own: ['own', 'select 1', 'select 2'],
    nothing: ['own'],
    word: ['own'],
    several: ['own', 'select 1', 'DROP TABLE t'],
  })
})

test('inverses come in reverse', async () => {
  const changes = '<renameTable oldTableName="a" newTableName="b"/><renameTable oldTableName="c" newTableName="d"/>'
  const { one } = await rollbacks({ 'root.xml': xml(changeset('one', changes)) })
  expect(one).toEqual(['derived', 'ALTER TABLE d RENAME TO c', 'ALTER TABLE b RENAME TO a'])
})

describe('what has no inverse cannot be undone, and all of it is told with its place:', () => {
  const impossible = (id: string, reason: string): string => `changeset root.xml::${id}::me cannot be undone: ${reason}`

  test('changes without a rollback, also those for another database', async () => {
    const files = {
      'root.xml': xml(
        changeset('one', '\n<sql>select 1</sql>\n<empty/>\n<sql dbms="oracle">x</sql>\n<dropTable tableName="t"/>'),
      ),
    }
    expect(await rollbacks(files)).toEqual({
      one: [
        'impossible',
        `root.xml:6:1 ${impossible('one', 'dropTable has no rollback')}`,
        `root.xml:5:20 ${impossible('one', 'sql has no rollback')}`,
        `root.xml:3:6 ${impossible('one', 'sql has no rollback')}`,
      ],
    })
  })

  test('a rollback that runs something beside the database, or cannot be read', async () => {
    const files = {
      'root.xml': xml(
        [
          changeset('program', '<empty/><rollback><executeCommand executable="rm"/></rollback>'),
          changeset('file', '<empty/><rollback><sqlFile path="nowhere.sql"/></rollback>'),
        ].join('\n'),
      ),
    }
    const { program, file } = await rollbacks(files)
    expect(program).toEqual(['impossible', expect.stringContaining('executeCommand rm runs beside the database')])
    expect(file?.[0]).toBe('impossible')
    expect(file?.[1]).toMatch(/^root\.xml:3:\d+ /)
  })
})

test('a package says of each changeset, and in its header of all, how they could be undone', async () => {
  const files = {
    'root.xml': xml(
      [
        changeset('own', '<sql>select 1</sql><rollback/>'),
        changeset('derived', '<createSequence sequenceName="s"/>'),
        changeset('none', '<sql>select 1</sql>'),
        changeset('also none', '<sql>select 1</sql>'),
      ].join('\n'),
    ),
  }
  const { manifest, text } = await buildFrom(files)
  expect(manifest.changesets.map(({ rollback }) => rollback)).toEqual(['own', 'derived', 'none', 'none'])
  expect(text).toContain('\n-- Rollback:         own 1, derived 1, none 2\n')
})

test('an inverse that has no SQL is no rollback', async () => {
  const table = '<createTable tableName="t"><column name="n" type="int"/></createTable>'
  await withContext({ 'root.xml': xml(changeset('one', table)) }, {}, async (context) => {
    const read = readChangelog(context, {})
    const rendering = { ...createRendering(context, read, [], []), toSql: () => [] }
    const [one] = read.changelog.changesets
    const rollback = one === undefined ? null : rollbackOf(one, rendering)
    expect(rollback).toMatchObject({
      how: 'impossible',
      faults: [
        {
          code: 'ROLLBACK_IMPOSSIBLE',
          message: expect.stringContaining('dropTable, which would undo createTable, has no SQL'),
        },
      ],
    })
  })
})
