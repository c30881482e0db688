import { expect, test } from 'vitest'
import { plainArrayCasts } from '../../src/schema/plain-array-casts.ts'

test('a cast of an array becomes a cast of each element, as PostgreSQL prints it the second time', () => {
  const first = `CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))`
  const second = `CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))`
  expect(plainArrayCasts(first)).toBe(second)
  expect(plainArrayCasts(second)).toBe(second)
})

test('commas, brackets and quotes inside strings, calls and names part no elements', () => {
  const text = `(ARRAY['a, ''b'']', f(x, y[1]), "c,]d"])::public."Odd ""Type"[] AND (ARRAY[1])::numeric(10,2)[]`
  expect(plainArrayCasts(text)).toBe(
    `ARRAY[('a, ''b'']')::public."Odd ""Type", (f(x, y[1]))::public."Odd ""Type", ("c,]d")::public."Odd ""Type"] AND ARRAY[(1)::numeric(10,2)]`,
  )
})

test.each(['(ARRAY[', '(ARRAY[a', `(ARRAY['a])::text[]`, '(ARRAY[a])::text', '(ARRAY[a]) || b', ''])(
  'what is no such cast stays: %s',
  (text) => {
    expect(plainArrayCasts(text)).toBe(text)
  },
)
