import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Manager } from '../../task/manager.ts'

/** How much may be used in a window of so many seconds. */
export interface LimitRule {
  /** Of keys in the shared table and of the policy that callers are told. */
  readonly name: string
  readonly points: number
  readonly seconds: number
}

/** A counter by keys, as rate-limiter-flexible has them. */
export interface Counter {
  /** Counts, and never refuses. */
  penalty(key: string, points?: number): Promise<RateLimiterRes>
  reward(key: string, points?: number): Promise<RateLimiterRes>
}

/** What a limiter asks of a connection. */
interface LimiterClient {
  query(query: { readonly text: string; readonly values: readonly unknown[] }): Promise<unknown>
}

export function limiterClient({ database }: Pick<Manager, 'database'>): LimiterClient {
  return { query: ({ text, values }) => database.withClient((client) => client.query({ text, values })) }
}

/**
 * Counts in the product's own table, which all instances share; in memory while the database is away, where each
 * instance has limits of its own. `sweeps`: this one removes the rows that are over, of all counters.
 */
export function sharedCounter(client: LimiterClient, { name, points, seconds }: LimitRule, sweeps = false): Counter {
  return new RateLimiterPostgres({
    storeClient: client,
    storeType: 'client',
    schemaName: 'dvm',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: sweeps,
    keyPrefix: name,
    points,
    duration: seconds,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }),
  })
}
