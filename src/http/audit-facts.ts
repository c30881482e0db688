import type { Request, Response } from 'express'
import { type Actor, type AuditAction, type AuditEvent, type AuditOutcome, toActor } from '../model/audit.ts'
import { callerAddressOf } from './guard/caller-address.ts'
import { identityOf } from './guard/identity-of.ts'
import { requestIdOf } from './guard/request-id.ts'
import { traceOf } from './guard/trace-context.ts'

const KEY = 'auditFacts'
const AGENT_CHARACTERS = 200

/** What only the operation knows of the event that its request becomes. */
export interface AuditFacts {
  /** What was done, where the contract's name does not tell. */
  readonly action?: AuditAction
  /** What was acted on: a user's name, a token's, a job's id. */
  readonly subject?: string
  /** Name of the registered database. */
  readonly target?: string
  /** SHA-256 of the package, hexadecimal. */
  readonly digest?: string
  /** Who it was, where the request came from nobody known: a person who just signed in. */
  readonly actor?: Actor
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Adds to what the event of this request will say. To be called before the operation answers or fails. */
export function setAuditFacts(response: Response, facts: AuditFacts): void {
  response.locals[KEY] = { ...factsOf(response), ...facts }
}

/** The event that a request is: who, from where, by which request, and what the operation told. */
export function describeRequest(
  request: Request,
  response: Response,
  action: AuditAction,
  outcome: AuditOutcome,
): AuditEvent {
  return {
    action,
    outcome,
    actor: toActor(identityOf(response)),
    from: callerAddressOf(response),
    requestId: requestIdOf(response),
    traceId: traceOf(response)?.traceId ?? null,
    userAgent: request.get('user-agent')?.slice(0, AGENT_CHARACTERS) ?? null,
    ...factsOf(response),
  }
}

function factsOf(response: Response): AuditFacts {
  return (response.locals[KEY] as AuditFacts | undefined) ?? {}
}
