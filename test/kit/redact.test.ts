import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keepSecret, redact, redactDeep } from '../../src/kit/redact.ts'

const token = `dvm_${randomBytes(32).toString('base64url')}abcdef`

describe('what passes the gate', () => {
  it.each([
    [`Authorization: Bearer ${token}`, 'Authorization: Bearer dvm_***'],
    [`curl ${token}, and on`, 'curl dvm_***, and on'],
    [`GET /?t=${token}&x=1`, 'GET /?t=dvm_***&x=1'],
    ['token dvm_abc123 begins so', 'token dvm_abc123 begins so'],
    ['the role dvm_manager of schema dvm_own', 'the role dvm_manager of schema dvm_own'],
    ['postgres://ann:s3cret@db/shop', 'postgres://ann:***@db/shop'],
    ['jdbc:postgresql://db/shop?user=ann&password=s3cret', 'jdbc:postgresql://db/shop?user=ann&password=***'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  it('has lost what was kept secret, in each form that text takes', () => {
    const secret = `${randomBytes(6).toString('hex')}"/ü\\`
    expect(redact(`it is ${secret}`)).toContain(secret)
    keepSecret(secret)
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
    for (const form of forms) expect(redact(`it is ${form}.`)).toBe('it is ***.')
    expect(redactDeep({ nested: [{ text: secret }] })).toEqual({ nested: [{ text: '***' }] })
  })

  it('keeps its words where a secret is so short that it stands in them', () => {
    keepSecret('post', '')
    expect(redact('postgres answered')).toBe('postgres answered')
  })
})
