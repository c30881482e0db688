import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Identity } from '../model/identity.ts'
import type { RouteContract } from './contract/route.ts'

/** One request, checked against its contract. */
export interface Call<R extends RouteContract> {
  readonly params: z.output<R['params']>
  readonly query: z.output<R['query']>
  readonly body: R['body'] extends z.ZodType ? z.output<R['body']> : null
  /** Null on public routes only, where nobody signed in. */
  readonly identity: Identity | null
  /** Aborted when the client goes away before it was answered. */
  readonly signal: AbortSignal
  readonly request: Request
  readonly response: Response
}

/** A JSON reply, or `sent` where the handler wrote to the response itself. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'sent'

/** A contract with what answers it. */
export interface Endpoint {
  readonly contract: RouteContract
  readonly handle: (call: Call<RouteContract>) => Promise<Answer>
}

export function endpoint<R extends RouteContract>(contract: R, handle: (call: Call<R>) => Promise<Answer>): Endpoint {
  // The values were made by the contract's own schemas.
  return { contract, handle: handle as unknown as Endpoint['handle'] }
}

export function reply(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return headers === undefined ? { status, body } : { status, body, headers }
}
