import { describe, expect, it } from 'vitest'
import { formats } from '../support/changelog-document.ts'
import { invalidCases } from './change-types/invalid-cases.ts'
import { refusalsOf } from './change-types/ours.ts'
import { refusedByTheirs } from './change-types/screen.ts'

const names = invalidCases.map(({ name }) => name)

describe('a change that is not valid', () => {
  // In XML its schema would answer, for the whole file at once.
  it('is refused by Liquibase', async () => {
    const refused = await refusedByTheirs(invalidCases, 'yaml')
    const found = new Set(refused.flatMap(({ cases }) => cases.map(({ name }) => name)))
    expect(names.filter((name) => !found.has(name))).toEqual([])
  })

  for (const format of formats) {
    it(`is refused by us in ${format.toUpperCase()}, with a code and its place`, async () => {
      const refused = await refusalsOf(invalidCases, format)
      expect(refused.map(({ one }) => one.name)).toEqual(names)
      for (const { text } of refused) expect(text).toMatch(/^cases\.\w+:\d+:\d+: .+ \[[A-Z_]+\]$/m)
    })
  }
})
