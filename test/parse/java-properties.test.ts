import { expect, test } from 'vitest'
import { complaints, read, xml } from './tree.ts'

const uses = (...names: readonly string[]): string => names.map((name) => `$\{${name}}`).join(' ')
const changeset = (id: string, content: string): string => `<changeSet id="${id}" author="me">${content}</changeSet>`

test('what Liquibase takes from its machine is a fault of the changeset that uses it', () => {
  const files = {
    'root.xml': xml(`${changeset('1', `<sql>${uses('user.name', 'OS.Name', 'user.email')}</sql>`)}
${changeset('2', '<sqlFile path="a.sql"/>')}
${changeset('3', '<sql>select 1</sql>')}`),
    'a.sql': `select '${uses('java.io.tmpdir')}'`,
  }
  const { changesets, warnings } = read(files)
  expect(changesets.map(({ faults }) => faults.map(({ code }) => code))).toEqual([
    ['PROPERTY_UNDEFINED', 'PROPERTY_UNDEFINED'],
    ['PROPERTY_UNDEFINED'],
    [],
  ])
  expect(changesets[0]?.faults[0]).toMatchObject({
    message: expect.stringContaining('user.name} is not defined: Liquibase takes it from the machine'),
    place: { line: 2, column: 36 },
    hint: expect.stringContaining('--define'),
  })
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('user.email')])
})

test('elsewhere it stops the reading; a definition is taken for it', () => {
  const include = { 'root.xml': xml(`<include file="${uses('user.home')}/a.xml"/>`) }
  expect(complaints(include)).toContain('root.xml:2:16 PROPERTY_UNDEFINED')
  const defined = { 'root.xml': xml(changeset('1', `<sql>${uses('user.name')}</sql>`)) }
  expect(complaints(defined, { properties: [['user.name', 'anna']] })).toEqual([])
})

test('a condition on its being there holds, as in Liquibase; one on its value is a fault', () => {
  const check = (more: string) => ({
    'root.xml': xml(
      changeset(
        '1',
        `<preConditions><changeLogPropertyDefined property="user.name"${more}/></preConditions><sql>x</sql>`,
      ),
    ),
  })
  const [changeset1] = read(check('')).changesets
  expect(changeset1?.preconditions?.conditions).toMatchObject([{ holds: true }])
  expect(complaints(check(' value="x"'))).toEqual(['root.xml:2:46 PROPERTY_UNDEFINED'])
})
