import { expect, test, vi } from 'vitest'
import type { Changeset } from '../../src/model/changeset.ts'
import { read, xml } from '../parse/tree.ts'
import { type Answer, answerFor, readAnswers } from './answers.ts'

// The zone Liquibase answered in: it prints days of YAML with it.
vi.stubEnv('TZ', 'UTC')

const answers = readAnswers<readonly Answer[]>('tables')
const kindOf = ({ xml, yaml }: Answer) => /\w+/.exec(xml ?? yaml ?? '')?.[0] ?? ''
const kinds = [...new Set(answers.map(kindOf))].sort()

/** Each answer's change, in a changeset of its own. */
function changesetsOf(asked: readonly Answer[], format: 'xml' | 'yaml'): readonly Changeset[] {
  const sets = asked.map(({ xml, yaml, strategy = 'LEGACY' }, index) =>
    format === 'xml'
      ? `<changeSet id="${index}" author="a" objectQuotingStrategy="${strategy}">${xml}</changeSet>`
      : `- changeSet:\n    id: '${index}'\n    author: a\n    changes:\n${yaml?.replace(/^/gm, '    ')}`,
  )
  const text = format === 'xml' ? xml(sets.join('\n')) : `databaseChangeLog:\n${sets.join('\n')}\n`
  const changelog = `root.${format}`
  return read({ [changelog]: text }, { changelog }).changesets
}

const written = kinds.flatMap((kind) =>
  (['xml', 'yaml'] as const).flatMap((format) => {
    const asked = answers.filter((answer) => kindOf(answer) === kind && answer[format] !== undefined)
    return asked.length === 0 ? [] : [{ kind, format, asked }]
  }),
)

test.each(written)(
  '$kind in $format has the checksums, description, SQL and rollback that Liquibase gives it, or is refused as there',
  ({ format, asked }) => {
    const changesets = changesetsOf(asked, format)
    const mine = asked.map((answer, index) => {
      const changeset = changesets[index]
      if (changeset === undefined) throw new Error(`no changeset ${index}`)
      return answerFor(answer, changeset)
    })
    expect(mine).toEqual(asked)
  },
)

test('there are answers for every change type about tables and columns, and some are refusals', () => {
  expect(kinds).toEqual([
    'addAutoIncrement',
    'addColumn',
    'addDefaultValue',
    'addNotNullConstraint',
    'createTable',
    'dropColumn',
    'dropDefaultValue',
    'dropNotNullConstraint',
    'dropTable',
    'modifyDataType',
    'renameColumn',
    'renameTable',
    'setColumnRemarks',
    'setTableRemarks',
  ])
  expect(answers.length).toBeGreaterThan(600)
  expect(answers.filter(({ refused }) => refused).length).toBeGreaterThan(50)
})
