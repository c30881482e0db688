import { expect, test } from 'vitest'
import { CannotRender } from '../../../src/change/data-type/cannot-render.ts'
import { literalOfType } from '../../../src/change/data-type/literal-of-type.ts'
import { parseDataType } from '../../../src/change/data-type/parse-data-type.ts'
import type { LiteralValue } from '../../../src/change/data-type/sql-value.ts'
import { loadTypeOf } from '../../../src/change/data-type/type-names.ts'
import { dataTypeSql } from '../../../src/change/data-type/write-data-type.ts'
import { parseIsoDate } from '../../../src/change/iso-date.ts'
import { readAnswers } from '../answers.ts'

/** What Liquibase 4.28 makes of types and values; `null` where it throws. */
interface Answers {
  readonly types: readonly (
    | readonly [definition: string, sql: string | null, autoIncrement: boolean, load: string]
    | readonly [definition: string, unreadable: null]
  )[]
  /** By type, then by value: `s` a text, `b` a boolean, `n` a number, `d` a date. */
  readonly literals: Readonly<Record<string, Readonly<Record<string, string | null>>>>
}

const { types, literals } = readAnswers<Answers>('values')

/** `null` where there is no SQL. */
function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof CannotRender) return null
    throw error
  }
}

test('every data type Liquibase knows, and some it does not, is written for PostgreSQL as it writes it', () => {
  const mine = types.map(([definition]) => {
    const type = attempt(() => parseDataType(definition))
    if (type === null) return [definition, null]
    return [definition, attempt(() => dataTypeSql(definition)), type.autoIncrement, loadTypeOf(type.kind)]
  })
  expect(mine).toEqual(types)
  expect(types.length).toBeGreaterThan(200)
})

function literalFrom(written: string): LiteralValue {
  const text = written.slice(1)
  if (written.startsWith('s')) return { kind: 'text', text }
  if (written.startsWith('b')) return { kind: 'boolean', value: text === 'true' }
  if (written.startsWith('n')) return { kind: 'number', text }
  return { kind: 'date', date: parseIsoDate(text) ?? text }
}

test.each(Object.entries(literals))('values of a %s are written as Liquibase writes them', (definition, expected) => {
  const type = parseDataType(definition)
  const mine = Object.keys(expected).map((written) => [
    written,
    attempt(() => literalOfType(type, literalFrom(written))),
  ])
  expect(Object.fromEntries(mine)).toEqual(expected)
})

test('a day of YAML is a moment: Liquibase prints it as Java does, or as a timestamp', () => {
  const value = { kind: 'date', date: 'Wed Jan 01 00:00:00 UTC 2020' } as const
  expect(literalOfType(parseDataType('date'), value)).toBe("'2020-01-01 00:00:00'")
  expect(literalOfType(parseDataType('varchar(50)'), value)).toBe("'Wed Jan 01 00:00:00 UTC 2020'")
  expect(() => literalOfType(parseDataType('timestamp'), value)).toThrow(CannotRender)
})
