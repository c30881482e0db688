import { describe, expect, test } from 'vitest'
import type { Complaint } from '../../src/errors/dvm-error.ts'
import type { SqlVisitor } from '../../src/model/sql-visitor.ts'
import { visitStatement } from '../../src/render/visit-statement.ts'
import { xml } from '../parse/tree.ts'
import { buildFrom } from '../support/package.ts'

const terms = {
  place: { file: 'a.xml', line: 7, column: 3 },
  dbms: [],
  context: null,
  labels: [],
  applyToRollback: false,
}

function visited(pieces: readonly string[], ...visitors: readonly SqlVisitor[]): { text: string; told: Complaint[] } {
  const told: Complaint[] = []
  const text = [...visitStatement(pieces, visitors, (item) => told.push(item))].join('')
  return { text, told }
}

const append = (value: string): SqlVisitor => ({ ...terms, kind: 'append', value })
const prepend = (value: string): SqlVisitor => ({ ...terms, kind: 'prepend', value })
const replace = (from: string, to: string): SqlVisitor => ({ ...terms, kind: 'replace', replace: from, with: to })

test('visitors see what those before them made', () => {
  expect(visited(['a', 'b'], append('1'), prepend('2'), append('3'), prepend('4')).text).toBe('42ab13')
  expect(visited(['a', 'b'], replace('ab', 'x'), append('ab'), replace('a', 'y')).text).toBe('xyb')
  const once: SqlVisitor = { ...terms, kind: 'appendSqlIfNotPresent', value: ';' }
  expect(visited(['a'], once, once).text).toBe('a;')
})

test('a text is replaced as it stands, everywhere', () => {
  expect(visited(['a.b axb a.b'], replace('a.b', "$&$1\\'")).text).toBe("$&$1\\' axb $&$1\\'")
  expect(visited(['ab'], replace('', '-')).text).toBe('-a-b-')
})

test('what only adds to the ends of a statement never holds it', () => {
  const piece = 'x'.repeat(1 << 20)
  const pieces = function* (): Generator<string> {
    for (let n = 0; n < 100; n++) yield piece
  }
  let length = 0
  for (const part of visitStatement(pieces(), [append(' -- b'), prepend('/* a */')], () => undefined)) {
    expect(part.length).toBeLessThanOrEqual(piece.length)
    length += part.length
  }
  expect(length).toBe((100 << 20) + 12)
})

describe('what cannot be done as Liquibase does it is refused with its place:', () => {
  test.each<[string, SqlVisitor]>([
    ['it has no replace', { ...terms, kind: 'replace', replace: null, with: 'x' }],
    ['it has no with', { ...terms, kind: 'regExpReplace', replace: 'x', with: null }],
    ['a possessive quantifier has no equal here', { ...terms, kind: 'regExpReplace', replace: 'a*+', with: 'x' }],
    [
      'the replacement names group 1, which there is not',
      { ...terms, kind: 'regExpReplace', replace: 'a', with: '$1' },
    ],
  ])('%s', (reason, visitor) => {
    const { told } = visited(['abc'], visitor)
    expect(told).toMatchObject([
      { code: 'CHANGELOG_INVALID', message: `${visitor.kind} cannot be applied: ${reason}`, place: terms.place },
    ])
  })

  test('the statement is longer than 64 MB', () => {
    const { told, text } = visited(
      Array.from({ length: 65 }, () => 'x'.repeat(1 << 20)),
      replace('x', 'y'),
    )
    expect(told[0]?.message).toBe('replace cannot be applied: the statement is longer than 64 MB')
    expect(text).toBe('')
  })

  test('and there is no package', async () => {
    const visitor = '<modifySql>\n<regExpReplace replace="(?>a)" with="b"/></modifySql>'
    const files = { 'root.xml': xml(`<changeSet id="1" author="me"><sql>select 1</sql>${visitor}</changeSet>`) }
    await expect(buildFrom(files)).rejects.toMatchObject({
      complaints: [{ code: 'CHANGELOG_INVALID', place: { file: 'root.xml', line: 3, column: 1 } }],
    })
  })
})
