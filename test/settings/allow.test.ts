import { expect, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { givenSettings } from './given-settings.ts'

const allowed = (rule: string) => givenSettings({ flags: { allow: [rule] } }).settings.package.allow

test.each(['executeCommand', 'customChange', 'customChange:com.acme.Fill'])('--allow %s is understood', (rule) => {
  expect(allowed(rule)).toEqual([rule])
})

test.each(['customChange:', 'executeCommand:pg_dump', 'customchange'])('--allow %s is refused', (rule) => {
  expect(() => allowed(rule)).toThrow(DvmError)
})
