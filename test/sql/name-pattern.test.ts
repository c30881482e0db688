import { expect, test } from 'vitest'
import { parseNamePatterns } from '../../src/sql/name-pattern.ts'

const read = (text: string) => parseNamePatterns(text)?.map(({ schema, name }) => [schema, name])

test('names are read as PostgreSQL reads them, with * and ? for any characters', () => {
  expect(read('Orders, sales.*_log,"Odd.Na""me" ,"A".b?')).toEqual([
    [null, '^(orders)$'],
    ['^(sales)$', '^(.*_log)$'],
    [null, '^(Odd\\.Na"me)$'],
    ['^(A)$', '^(b.)$'],
  ])
})

test('whatever else a regular expression would read is text', () => {
  expect(read('a$b|(c)+[d]')).toEqual([[null, '^(a\\$b\\|\\(c\\)\\+\\[d\\])$']])
})

test('a name of three parts, an empty part and an open quote are no names', () => {
  for (const text of ['a.b.c', '.b', 'a.', '"a', 'a."b']) expect(parseNamePatterns(text), text).toBeNull()
})

test('a comma in quotes is part of the name', () => {
  expect(read('"a,b",c')).toEqual([
    [null, '^(a,b)$'],
    [null, '^(c)$'],
  ])
})
