import { expect, test } from 'vitest'
import type { SqlContext } from '../../src/change/change-type.ts'
import { checkedRendering } from '../../src/change/checked-rendering.ts'
import { CannotRender } from '../../src/change/data-type/cannot-render.ts'
import { qualifiedObjectName } from '../../src/change/object-name.ts'

interface Values {
  readonly name: string
}

const anywhere: SqlContext = { defaultSchema: null, readBody: () => [] }

function counted() {
  const count = { written: 0 }
  const rendering = checkedRendering((values: Values, context) => {
    count.written++
    if (values.name === '') throw new CannotRender('it has no name')
    return [`DROP TABLE ${qualifiedObjectName(null, values.name, context)}`]
  })
  return { rendering, count }
}

test('what was rendered for the check is not rendered again', () => {
  const { rendering, count } = counted()
  const values = { name: 'a' }
  rendering.check(values, () => undefined)
  expect(rendering.toSql(values, anywhere)).toEqual(['DROP TABLE a'])
  expect(rendering.toSql(values, { ...anywhere, quotingStrategy: 'LEGACY' })).toEqual(['DROP TABLE a'])
  expect(count.written).toBe(1)
})

test('it is rendered again where the schema or the quoting is another', () => {
  const { rendering } = counted()
  const values = { name: 'a' }
  rendering.check(values, () => undefined)
  expect(rendering.toSql(values, { ...anywhere, defaultSchema: 's' })).toEqual(['DROP TABLE s.a'])
  expect(rendering.toSql(values, { ...anywhere, quotingStrategy: 'QUOTE_ALL_OBJECTS' })).toEqual(['DROP TABLE "a"'])
})

test('values that nobody checked are rendered, and those that cannot be have no statements', () => {
  const { rendering } = counted()
  const complaints: string[] = []
  rendering.check({ name: '' }, (detail) => complaints.push(detail))
  expect(complaints).toEqual(['it has no name'])
  expect(rendering.toSql({ name: '' }, anywhere)).toEqual([])
  expect(rendering.toSql({ name: 'b' }, anywhere)).toEqual(['DROP TABLE b'])
})
