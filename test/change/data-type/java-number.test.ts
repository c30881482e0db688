import { expect, test } from 'vitest'
import { beginsAsNumber, javaNumber } from '../../../src/change/data-type/java-number.ts'
import { readAnswers } from '../answers.ts'

const { numbers } = readAnswers<{ readonly numbers: Readonly<Record<string, string | null>> }>('values')

test.each(Object.entries(numbers))('%j is read as Java reads it: %s', (text, printed) => {
  expect(javaNumber(text)).toBe(printed)
  expect(beginsAsNumber(text)).toBe(printed !== null)
})
