import { describe, expect, test } from 'vitest'
import { requireStrongPassword } from '../../src/account/password-rules.ts'

describe('refused as a password:', () => {
  test.each([
    ['eleven chars', 'eleven char', 'is shorter than 12 characters'],
    ['twelve code units, six characters', '😀😃😄😁😆😅', 'is shorter than 12 characters'],
    ['257 characters', 'ab cd ef gh '.repeat(22).slice(0, 257), 'is longer than 256 characters'],
    ['a megabyte', 'x'.repeat(1_000_000), 'is longer than 256 characters'],
    ['letters that NFKC makes more of', '\ufdfa'.repeat(64), 'is longer than 256 characters'],
    ['the name of the user', 'Anna.Bergmann', 'is the name of the user'],
    ['the name in wide letters', 'ａｎｎａ.ｂｅｒｇｍａｎｎ', 'is the name of the user'],
    ['one character', 'aaaaaaaaaaaaaaaa', 'repeats a few characters'],
    ['a few characters', 'abcabcabcabca', 'repeats a few characters'],
    ['digits in a row', '123456789012', 'runs along the keys'],
    ['digits backwards', '987654321098', 'runs along the keys'],
    ['keys in a row', 'QwertyUiopAsdf', 'runs along the keys'],
    ['one of the commonest', 'Password1234', 'is among the first that are guessed'],
  ])('%s', (_what, password, reason) => {
    expect(() => requireStrongPassword('anna.bergmann', password)).toThrow(`the password ${reason} [PASSWORD_WEAK]`)
  })

  test('the refusal does not repeat it', () => {
    expect(() => requireStrongPassword('anna', 'hunter2')).not.toThrow(/hunter2/)
  })
})

test.each([
  ['twelve characters', 'k3Yb0ard cat', 'k3Yb0ard cat'],
  ['256 characters', 'ab cd ef gh '.repeat(22).slice(0, 256), 'ab cd ef gh '.repeat(22).slice(0, 256)],
  ['spaces at the ends, which count', ' ten letters', ' ten letters'],
  ['another composition of the same letters', 'Zoe\u0308 und die Katze', 'Zo\u00eb und die Katze'],
])('%s are taken, normalized', (_what, password, normal) => {
  expect(requireStrongPassword('anna', password)).toBe(normal)
})
