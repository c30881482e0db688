import { describe, expect, it } from 'vitest'
import { createEventSampler } from '../../src/audit/event-sampler.ts'
import type { AuditEvent } from '../../src/model/audit.ts'

const refused = (more: Partial<AuditEvent> = {}): AuditEvent => ({
  action: 'rate.limit',
  outcome: 'refused',
  actor: { kind: 'user', id: '1', name: 'anna' },
  from: '203.0.113.9',
  ...more,
})

describe('what strangers can bring about', () => {
  it('is recorded once a minute for each identity, address and action, with the number of the rest', () => {
    const sample = createEventSampler()
    const taken = Array.from({ length: 100 }, (_, second) => sample(refused(), second * 1_000)).filter(Boolean)
    expect(taken).toEqual([refused(), refused({ detail: { unrecorded: 59 } })])
    expect(sample(refused({ from: '203.0.113.8' }), 100_000)).not.toBeNull()
    expect(sample(refused({ actor: { kind: 'user', id: '2', name: 'anna' } }), 100_000)).not.toBeNull()
    expect(sample(refused({ action: 'csrf.refuse' }), 100_000)).not.toBeNull()
    expect(sample(refused(), 100_000)).toBeNull()
  })

  it('fills nothing from many addresses either', () => {
    const sample = createEventSampler(10)
    const flood = (at: number): number =>
      Array.from({ length: 20_000 }, (_, index) => sample(refused({ from: `10.0.${index}` }), at)).filter(Boolean)
        .length
    expect(flood(0)).toBe(10)
    expect(flood(59_999)).toBe(0)
    expect(flood(60_000)).toBe(10)
  })

  it('includes tokens that are none, but no password that was tried', () => {
    const sample = createEventSampler()
    const token = refused({ action: 'sign-in', outcome: 'refused' })
    expect([sample(token, 0), sample(token, 1)]).toEqual([token, null])
    const password = refused({ action: 'sign-in', outcome: 'failed' })
    expect([sample(password, 0), sample(password, 1)]).toEqual([password, password])
  })
})
