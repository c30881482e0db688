import { z } from 'zod'
import type { Code } from '../../errors/catalog.ts'
import type { AuditAction } from '../../model/audit.ts'
import type { Permission } from '../../model/identity.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What one status of a route says. */
export interface ReplyContract {
  readonly description: string
  /** Media type of the body; null where there is none. */
  readonly type: string | null
  /** Media types it is given in as well, where the Accept header prefers one of them. */
  readonly otherTypes?: readonly string[]
  /** Of a JSON body; null where it is bytes. */
  readonly schema: z.ZodType | null
  /** Further headers and what they mean. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * One operation of the API, the one source of its types, its checks, its OpenAPI text and its documentation. Paths have
 * OpenAPI's `{name}` holes and stand below /api/v1 and, for those who came before it, at the root.
 */
export interface RouteContract {
  readonly id: string
  readonly method: Method
  readonly path: string
  /** `root`: at the root alone. */
  readonly at?: 'root'
  /** Other whole paths with the same behaviour. */
  readonly aliases?: readonly string[]
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** `public`: anybody. `signed-in`: any identity. Else the permission it takes, on the target that is asked. */
  readonly access: 'public' | 'signed-in' | Permission
  /**
   * Under what name the audit log has it: recorded before its answer leaves, a download when it was handed out. What the
   * name does not tell is added by `setAuditFacts`.
   */
  readonly audit?: AuditAction
  /** `sign-in`: whoever fails at it too often has to wait. */
  readonly limit?: 'sign-in'
  readonly params: z.ZodObject
  /** With a member `target` where the operation is about one of the registered databases. */
  readonly query: z.ZodObject
  /** Headers that mean something to this operation alone, which reads them itself. */
  readonly headers?: z.ZodObject
  /** JSON; null where none is taken. */
  readonly body: z.ZodType | null
  readonly replies: Readonly<Record<number, ReplyContract>>
  /** What else it may answer with, beside what every operation may: problems by code. */
  readonly problems?: readonly Code[]
  /** Members of the query and a body that work, for documentation and tests. */
  readonly example?: {
    readonly params?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, string>>
    readonly body?: unknown
  }
}

/** An unknown name is an error, not noise: a mistyped `context=` would hand out another package than was asked for. */
export const NO_PARAMS = z.strictObject({})
export const NO_QUERY = z.strictObject({})

/** Keeps the types of the members. */
export function route<const R extends RouteContract>(contract: R): R {
  return contract
}

export function json<S extends z.ZodType>(description: string, schema: S): ReplyContract & { readonly schema: S } {
  return { description, type: 'application/json', schema }
}
