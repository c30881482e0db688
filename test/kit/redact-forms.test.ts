import { describe, expect, it } from 'vitest'
import { createTokenText, startOfToken } from '../../src/account/token-text.ts'
import { redact, redactDeep } from '../../src/kit/redact.ts'

describe('the gate', () => {
  it('masks an API token that nothing else in the text announces, and leaves what is shown of one', () => {
    const token = createTokenText()
    expect(redactDeep({ said: [`the value ${token} is refused`], shown: startOfToken(token) })).toEqual({
      said: ['the value dvm_*** is refused'],
      shown: startOfToken(token),
    })
  })

  it.each([
    ['password=hunter2 and more', 'password=*** and more'],
    ['{"user":"a","password":"hunter2","x":1}', '{"user":"a","password":***,"x":1}'],
    ['{\\"password\\":\\"hunter2\\"}', '{\\"password\\":***'],
    ["{ 'pwd': 'hunter2 hunter2' }", "{ 'pwd': *** }"],
  ])('turns %j into %j', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  it.each(['a://', 'a:', 'password ', 'password"', 'Bearer ', 'dvm_a'])(
    'is done with much of %j in a moment',
    (piece) => {
      // Searched in square time, it would take hours.
      expect(redact(`@${piece.repeat(100_000)}`).length).toBeGreaterThan(0)
    },
  )
})
