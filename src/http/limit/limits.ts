import type { Response } from 'express'
import type { Identity } from '../../model/identity.ts'
import type { Manager } from '../../task/manager.ts'
import { callerAddressOf } from '../guard/caller-address.ts'
import { type BatchedLimiter, batchedLimiter } from './batched-limiter.ts'
import { type ExactLimiter, exactLimiter } from './exact-limiter.ts'
import { type Counter, type LimitRule, limiterClient, sharedCounter } from './limiter-store.ts'
import { networkOf } from './network-of.ts'

const MINUTE = 60
const HOUR = 3_600
/** Many people and pipelines may share one address. */
const IDENTITIES_AN_ADDRESS = 10

/** How often what may be done; what is no number of requests a minute here is set by no setting. */
export interface LimitRules {
  readonly requestsPerMinute: number
  /** That fail, from one address: names and passwords, setup codes. */
  readonly signInsPerMinute: number
  readonly signInsPerHour: number
  /** That are new: each is a row. */
  readonly sessionsPerMinute: number
  /** Tokens that are none. */
  readonly badTokensPerMinute: number
}

export const USUAL_RULES: Omit<LimitRules, 'requestsPerMinute'> = {
  signInsPerMinute: 10,
  signInsPerHour: 100,
  sessionsPerMinute: 60,
  badTokensPerMinute: 60,
}

/** What a build counts for, in requests: it takes the time of so many at least. */
export const BUILD_POINTS = 10

/** Where contracts of operations ask for one that is stricter than the one all requests pass. */
export type StrictLimit = 'sign-in'

export interface Limits {
  /** By who asks; by network where nobody is known. */
  readonly identities: BatchedLimiter
  /** By network, before anybody looks at who asks. */
  readonly addresses: BatchedLimiter
  /** One for each window. */
  readonly signIns: readonly ExactLimiter[]
  readonly sessions: ExactLimiter
  readonly badTokens: ExactLimiter
  close(): Promise<void>
}

/** Limits that all instances on the same tables share. */
export function createLimits(manager: Pick<Manager, 'database'>, rules: LimitRules): Limits {
  const client = limiterClient(manager)
  return limitsOn((rule) => sharedCounter(client, rule, rule.name === 'identity'), rules)
}

/** The same on counters of any kind. */
export function limitsOn(counterOf: (rule: LimitRule) => Counter, rules: LimitRules): Limits {
  const exact = (name: string, points: number, seconds: number): ExactLimiter => {
    const rule = { name, points, seconds }
    return exactLimiter(rule, counterOf(rule))
  }
  const batched = (name: string, points: number): BatchedLimiter => {
    const rule = { name, points, seconds: MINUTE }
    return batchedLimiter(rule, counterOf(rule))
  }
  const identities = batched('identity', rules.requestsPerMinute)
  const addresses = batched('address', rules.requestsPerMinute * IDENTITIES_AN_ADDRESS)
  return {
    identities,
    addresses,
    signIns: [exact('sign-in', rules.signInsPerMinute, MINUTE), exact('sign-in-hourly', rules.signInsPerHour, HOUR)],
    sessions: exact('session', rules.sessionsPerMinute, MINUTE),
    badTokens: exact('token', rules.badTokensPerMinute, MINUTE),
    close: async () => {
      await Promise.all([identities.close(), addresses.close()])
    },
  }
}

/** Who a request is counted for. */
export function callerKey(response: Response, identity: Identity | null): string {
  return identity === null ? networkKey(response) : `${identity.kind}:${identity.id}`
}

export function networkKey(response: Response): string {
  return `net:${networkOf(callerAddressOf(response))}`
}
