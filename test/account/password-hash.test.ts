import { expect, test } from 'vitest'
import { DECOY_HASH, hashPassword, isOutdated, matchesHash } from '../../src/account/password-hash.ts'

const SMALL = '$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$73puakm1/8JKT14ZSDIIZ35PogwJC9g0axGO6e9xO8c'

test('a hash tells its work and its own salt, and matches its password only', async () => {
  const [first, second] = await Promise.all([hashPassword('some password'), hashPassword('some password')])
  expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(second).not.toBe(first)
  expect(await matchesHash('some password', first)).toBe(true)
  expect(await matchesHash('some passworD', first)).toBe(false)
  expect(isOutdated(first)).toBe(false)
})

test('the decoy takes the work of any other', () => {
  expect(isOutdated(DECOY_HASH)).toBe(false)
})

test('a hash of less work is read by its own parameters, and known to be outdated', async () => {
  expect(await matchesHash('a long enough word', SMALL)).toBe(true)
  expect(await matchesHash('a long enough work', SMALL)).toBe(false)
  expect(isOutdated(SMALL)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['no PHC string', 'a long enough word'],
  ['another function', SMALL.replace('scrypt', 'argon2id')],
  ['work without end', SMALL.replace('ln=4', 'ln=40')],
  ['no work', SMALL.replace('p=1', 'p=0')],
  ['a hash cut short', SMALL.slice(0, -20)],
])('%s in the place of a hash matches no password', async (_what, stored) => {
  expect(await matchesHash('a long enough word', stored)).toBe(false)
  expect(isOutdated(stored)).toBe(true)
})
