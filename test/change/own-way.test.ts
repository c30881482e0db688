import { expect, test } from 'vitest'
import { inverseOf, toSql } from '../../src/change/registry.ts'
import type { Change } from '../../src/model/change.ts'
import { read, xml } from '../parse/tree.ts'

/** The only change of an XML changelog. */
function changeOf(change: string): Change {
  const [changeset] = read({ 'root.xml': xml(`<changeSet id="1" author="me">${change}</changeSet>`) }).changesets
  const [only] = changeset?.changes ?? []
  if (only === undefined) throw new Error('no change')
  return only
}

test.each([
  '<addUniqueConstraint tableName="t" columnNames="a"/>',
  '<createIndex tableName="t"><column name="a"/></createIndex>',
])('%s cannot be undone: Liquibase would drop what is called null', (change) => {
  expect(inverseOf(changeOf(change))).toBeNull()
})

test('names with quotes stay names in the block that looks for a primary key, where Liquibase breaks its literals', () => {
  const change = changeOf(`<dropPrimaryKey tableName="o'k $$"/>`)
  const [statement] = toSql(change, { defaultSchema: 'public', readBody: () => [] })
  const text = statement?.body.kind === 'held' ? statement.body.text : ''
  expect(text).toMatch(/^DO \$do\$.*\$do\$;$/s)
  expect(text).toContain(`TABLE_NAME = 'o''k $$' AND TABLE_SCHEMA = 'public'`)
  expect(text).toContain(`'alter table public."o''k $$" drop constraint ' || pg_catalog.quote_ident(`)
})

test('a property that YAML sets on a customChange is hashed as a parameter, and told', () => {
  const yaml = `databaseChangeLog:
- changeSet:
    id: 1
    author: me
    changes:
    - customChange: {class: com.acme.Fill, size: 5}
`
  const { changesets, warnings } = read({ 'root.yaml': yaml }, { changelog: 'root.yaml' })
  expect(changesets[0]?.changes[0]).toMatchObject({ fields: { param: new Map([['size', '5']]) } })
  expect(warnings.map(({ message }) => message)).toEqual([
    "size is taken for a property of the class: if it has none, the checksum differs from Liquibase's",
  ])
})

test('a definition of a view without the word create cannot become CREATE OR REPLACE', () => {
  const change = '<createView viewName="v" fullDefinition="true" replaceIfExists="true">select 1</createView>'
  const [changeset] = read({ 'root.xml': xml(`<changeSet id="1" author="me">${change}</changeSet>`) }).changesets
  expect(changeset?.faults.map(({ message }) => message)).toEqual([
    'the definition of the view has no CREATE that could become CREATE OR REPLACE',
  ])
})

test.each(['afterColumn: a', 'beforeColumn: a', 'position: 1'])(
  'a place for the column that stands beside the columns of addColumn is told to be none: %s',
  (place) => {
    const yaml = `databaseChangeLog:
- changeSet:
    id: 1
    author: me
    changes:
    - addColumn: {tableName: t, ${place}, columns: [{column: {name: c, type: int}}]}
`
    const { changesets, warnings } = read({ 'root.yaml': yaml }, { changelog: 'root.yaml' })
    expect(changesets[0]?.faults).toEqual([])
    const [name] = place.split(':')
    expect(warnings.map(({ message }) => message)).toEqual([
      `addColumn has no ${name}: it is passed over, as Liquibase does, and the new column goes last, where PostgreSQL puts every one`,
    ])
  },
)
