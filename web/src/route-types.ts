import type { z } from 'zod'
import type { ReplyContract, RouteContract } from '../../src/http/contract/route.ts'

/** What a contract says of one operation, as types for whoever calls it. */
export type Route = RouteContract

/** A path with its holes filled. */
export type Filled<P extends string> = P extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : P

export type Body<R extends Route> = R['body'] extends z.ZodType ? z.input<R['body']> : undefined

export interface Given<R extends Route> {
  readonly query?: z.input<R['query']>
  readonly body?: Body<R>
}

type Json<C> = C extends ReplyContract & { readonly schema: infer S extends z.ZodType } ? z.output<S> : never
type Replies<R extends Route> = { [K in keyof R['replies']]: Json<R['replies'][K]> }[keyof R['replies']]

/** The JSON it answers with; undefined for an operation that says nothing. */
export type Reply<R extends Route> = [Replies<R>] extends [never] ? undefined : Replies<R>

/** `?a=b`, without what is undefined or empty. */
export function queryOf(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`
}
