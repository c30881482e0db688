import { expect, it, test } from 'vitest'
import { grantsOf, isOfDomain, sameGrants } from '../../src/account/open-id-rules.ts'
import type { OpenIdClaims } from '../../src/model/open-id.ts'

const claims: OpenIdClaims = {
  issuer: 'https://login.example.com',
  subject: 'sub',
  verifiedEmail: null,
  preferredUsername: null,
  name: null,
  hostedDomain: null,
  groups: [],
}

test('of several groups the highest role counts, whatever their order', () => {
  const given = (['admin', 'viewer', 'operator'] as const).map((role) => ({
    group: role,
    grant: { target: '*', role },
  }))
  expect(grantsOf(['viewer', 'operator'], given)).toEqual([{ target: '*', role: 'operator' }])
  expect(grantsOf(['operator', 'viewer'], given.toReversed())).toEqual([{ target: '*', role: 'operator' }])
  expect(grantsOf(['Admin', 'adm'], given)).toEqual([])
})

test('the same roles in another order are the same', () => {
  const [one, other] = [{ target: 'a', role: 'viewer' } as const, { target: '*', role: 'admin' } as const]
  expect(sameGrants([one, other], [other, one])).toBe(true)
  expect(sameGrants([one], [other])).toBe(false)
  expect(sameGrants([one], [one, other])).toBe(false)
})

it.each([
  ['acme.example', true],
  ['ACME.example', true],
  ['evil.example@acme.example', true],
  ['acme.example.evil.example', false],
  ['xacme.example', false],
])('an address at %s is of the domain: %s', (host, is) => {
  expect(isOfDomain({ ...claims, verifiedEmail: `anna@${host}` }, ['acme.example'])).toBe(is)
})

test('whoever has no verified address is of no domain; without domains anybody is', () => {
  expect(isOfDomain(claims, ['acme.example'])).toBe(false)
  expect(isOfDomain(claims, [])).toBe(true)
})

test('at Google the Workspace counts, and not an address that anybody can have an account with', () => {
  const google = { ...claims, issuer: 'https://accounts.google.com', verifiedEmail: 'anna@acme.example' }
  expect(isOfDomain(google, ['acme.example'])).toBe(false)
  expect(isOfDomain({ ...google, hostedDomain: 'acme.example' }, ['acme.example'])).toBe(true)
})
