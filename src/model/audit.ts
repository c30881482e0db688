import type { Identity } from './identity.ts'

/** What is recorded, by the words of the audit log. A new one is added here and nowhere else. */
export const AUDIT_ACTIONS = [
  'sign-in',
  'sign-out',
  'setup.complete',
  'user.create',
  'user.change',
  'user.delete',
  'user.password',
  'user.unlock',
  'grant.change',
  'session.revoke',
  'token.create',
  'token.change',
  'token.revoke',
  'package.build',
  'package.download',
  'job.create',
  'job.cancel',
  'job.delete',
  'access.deny',
  'csrf.refuse',
  'host.refuse',
  'rate.limit',
  'audit.prune',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export const AUDIT_OUTCOMES = ['done', 'failed', 'refused'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

export const AUDIT_CATEGORIES = ['activity', 'security'] as const
export type AuditCategory = (typeof AUDIT_CATEGORIES)[number]

/** `anonymous`: nobody was known. `system`: the product itself, or somebody at its command line. */
export const ACTOR_KINDS = ['user', 'token', 'local', 'system', 'anonymous'] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** Who did it, as they were called then: a user who is renamed or removed keeps the rows. */
export interface Actor {
  readonly kind: ActorKind
  readonly id: string | null
  readonly name: string
}

/** One thing that was asked for and how it ended. What is left out is not known, or does not apply. */
export interface AuditEvent {
  readonly action: AuditAction
  readonly outcome: AuditOutcome
  readonly actor: Actor
  /** What the action was on: a user's name, a token's, a job's id. */
  readonly subject?: string | null
  /** Name of the registered database. */
  readonly target?: string | null
  /** SHA-256 of the package, lower-case hexadecimal. */
  readonly digest?: string | null
  /** IP address. */
  readonly from?: string | null
  /** UUID. */
  readonly requestId?: string | null
  /** 32 hexadecimal digits. */
  readonly traceId?: string | null
  readonly userAgent?: string | null
  /** Further facts; secrets are masked on their way in, but have no business here. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** A row of the audit log. */
export interface AuditRow extends Required<AuditEvent> {
  /** Grows with every row. */
  readonly id: string
  /** ISO 8601 UTC. */
  readonly at: string
  readonly category: AuditCategory
}

export const ANONYMOUS: Actor = { kind: 'anonymous', id: null, name: 'anonymous' }
export const SYSTEM: Actor = { kind: 'system', id: null, name: 'system' }

const ORDINARY: ReadonlySet<AuditAction> = new Set([
  'sign-in',
  'sign-out',
  'package.build',
  'package.download',
  'job.create',
  'job.cancel',
  'job.delete',
  'audit.prune',
])
/** A build that fails is no attack. */
const NEVER_SECURITY = /^(package|job|audit)\./

/** Whatever changes who may what, whatever was refused, and a sign-in that failed. */
export function categoryOf(action: AuditAction, outcome: AuditOutcome): AuditCategory {
  if (!ORDINARY.has(action)) return 'security'
  return outcome === 'done' || NEVER_SECURITY.test(action) ? 'activity' : 'security'
}

export function toActor(identity: Identity | null): Actor {
  return identity === null ? ANONYMOUS : { kind: identity.kind, id: identity.id, name: identity.name }
}
