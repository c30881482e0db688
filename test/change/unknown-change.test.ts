import { expect, test } from 'vitest'
import { complaints, xml } from '../parse/tree.ts'

const oneChange = (change: string) => ({ 'root.xml': xml(`<changeSet id="1" author="me">${change}</changeSet>`) })

test.each(['createFunction', 'createTrigger', 'addCheckConstraint', 'createSynonym', 'markUnused'])(
  '%s is told to belong to Liquibase Pro, with its place',
  (type) => {
    expect(complaints(oneChange(`<${type}/>`))).toEqual(['root.xml:2:31 CHANGE_TYPE_PRO'])
  },
)

test('a change type that nobody knows is told to be unknown', () => {
  expect(complaints(oneChange('<dropEverything/>'))).toEqual(['root.xml:2:31 CHANGE_TYPE_UNSUPPORTED'])
})
