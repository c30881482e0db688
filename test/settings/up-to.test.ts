import { expect, test } from 'vitest'
import { type Given, givenSettings } from './given-settings.ts'

const upTo = (flags: Given['flags']) => givenSettings({ flags }).settings.upTo

test('a run goes as far as it is told', () => {
  expect(upTo({})).toBeNull()
  expect(upTo({ count: '3' })).toEqual({ kind: 'count', count: 3 })
  expect(upTo({ toTag: ' v1 ' })).toEqual({ kind: 'tag', tag: ' v1 ' })
})

test.each([
  [{ count: '0' }, '--count (from the command line): "0" is not a whole number from 1 to 999999999'],
  [{ count: '-1' }, '"-1" is not a whole number'],
  [{ count: '1.5' }, '"1.5" is not a whole number'],
  [{ count: 'all' }, '"all" is not a whole number'],
  [{ count: '9999999999' }, 'is not a whole number'],
  [{ toTag: '  ' }, '--to-tag (from the command line): it is empty'],
  [{ toTag: 'x'.repeat(256) }, 'it is longer than 255 characters'],
  [{ toTag: 'a\0b' }, 'it has a NUL in it'],
  [{ count: '1', toTag: 'v1' }, '--to-tag (from the command line): give either --count or --to-tag'],
])('%j is refused', (flags, message) => {
  expect(() => upTo(flags)).toThrow(message)
  expect(() => upTo(flags)).toThrow('[SETTING_INVALID]')
})

test('what a Liquibase command took as count or tag is no setting of ours', () => {
  const file = 'liquibase.command.updateCount.count: 5\nliquibase.command.updateToTag.tag: v1\n'
  expect(givenSettings({ file }).settings.upTo).toBeNull()
})
