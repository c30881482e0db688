import { expect, test } from 'vitest'
import { formatPlace } from '../../src/model/place.ts'
import { read, xml } from '../parse/tree.ts'

/** `place message` of every fault of the only changeset. */
function faultsOf(changelog: string, text: string): string[] {
  const { changesets } = read({ [changelog]: text }, { changelog })
  return changesets.flatMap(({ faults }) =>
    faults.map(({ message, place }) => `${place === null ? '-' : formatPlace(place)} ${message}`),
  )
}

test.each([
  ['<createTable tableName="t"><column name="a"/></createTable>', '2:30 column a of <createTable> has no type'],
  [
    '<createTable tableName="t"><column name="a" type="varchar(9)" autoIncrement="true"/></createTable>',
    '2:30 a varchar (varchar(9){autoIncrement:true}) cannot be auto-increment',
  ],
  [
    '<createTable tableName="t"><column name="a" type="timestamp(9)"/></createTable>',
    '2:30 type timestamp(9) has 9 digits of a fraction: postgresql has at most 6',
  ],
  [
    '<createTable tableName="t"><column name="a" type="int"><constraints references="o(id)"/></column></createTable>',
    '2:30 column a refers to another table and has no foreignKeyName',
  ],
  [
    '<addColumn tableName="t"><column name="a" type="int" afterColumn="b"/></addColumn>',
    '2:30 column a of <addColumn> has afterColumn, which is not allowed on postgresql',
  ],
  [
    '<addColumn tableName="t"><column name="a" type="int"><constraints references="o" foreignKeyName="f"/></column></addColumn>',
    '2:30 references="o" of column a is not table(column)',
  ],
  [
    '<addColumn tableName="t"><column name="a" type="int"><constraints references="o(id)"/></column></addColumn>',
    '2:30 column a refers to another table and has no foreignKeyName',
  ],
  [
    '<addDefaultValue tableName="t" columnName="c" columnDataType="boolean" defaultValue="true"/>',
    '2:30 default value true does not fit the type boolean',
  ],
  [
    '<addNotNullConstraint tableName="t" columnName="c" columnDataType="boolean" defaultNullValue="maybe"/>',
    '2:30 maybe is not a boolean: write true or false',
  ],
  ['<dropColumn tableName="t"/>', '2:30 <dropColumn> has no columnName'],
])('%s is refused: %s', (change, message) => {
  const text = xml(`<changeSet id="1" author="a">${change}</changeSet>`)
  const faults = faultsOf('root.xml', text)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain(message)
  expect(faults[0]).toMatch(/^root\.xml:2:\d+ /)
})

test('in YAML a column knows no entries but its own, each of them once and of its type', () => {
  const text = `databaseChangeLog:
- changeSet:
    id: 1
    author: a
    changes:
    - createTable:
        tableName: t
        columns:
        - column: {name: a, type: int, size: 5}
        - column: [{name: b}, {type: int}, {type: text}]
        - column: {name: c, type: int, startWith: x}
`
  expect(faultsOf('root.yaml', text)).toEqual([
    'root.yaml:9:40 column has no size',
    'root.yaml:10:45 column has more than one type',
    'root.yaml:11:40 startWith="x" is not a whole number',
  ])
})
