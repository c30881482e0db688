import type { Identity, Permission, Role } from './identity.ts'

/** What a user may be called; the first character keeps a name from reading as an option. */
export const ACCOUNT_NAME = /^[A-Za-z0-9._@][A-Za-z0-9._@-]{0,99}$/
/** In characters, after NFKC. */
export const PASSWORD_LENGTH = { min: 12, max: 256 } as const
export const TOKEN_DAYS = { usual: 90, min: 1, max: 366 } as const

/** A role on a target, or on `EVERY_TARGET`; a user has one at most for each. */
export interface Grant {
  readonly target: string
  readonly role: Role
}

/** Whom an OpenID provider means (OpenID Connect Core 1.0, section 2: `iss` and `sub` together name one person). */
export interface OpenIdSubject {
  readonly issuer: string
  readonly subject: string
}

/** Somebody who may sign in. Times are ISO 8601, UTC. */
export interface User {
  /** UUID. */
  readonly id: string
  /** Unique whatever the case. */
  readonly name: string
  readonly displayName: string | null
  readonly grants: readonly Grant[]
  readonly hasPassword: boolean
  readonly openId: OpenIdSubject | null
  readonly createdAt: string
  readonly changedAt: string
  /** Null while the user may sign in. */
  readonly disabledAt: string | null
  readonly passwordChangedAt: string | null
  /** Sign-ins in a row that failed, or are under way. */
  readonly failedSignIns: number
  /** No sign-in before then. */
  readonly lockedUntil: string | null
}

/** A user by the one or the other. */
export type UserRef = { readonly id: string } | { readonly name: string }

/** What a person signed in as. */
export interface SignedIn {
  readonly identity: Identity
  /**
   * A session keeps the number it began with, and has ended as soon as the user has another: after a new password,
   * disabling, or signing out everywhere.
   */
  readonly sessionEpoch: number
}

/** An API token as everybody may see it. Times are ISO 8601, UTC. */
export interface ApiToken {
  /** UUID. */
  readonly id: string
  readonly owner: { readonly id: string; readonly name: string }
  readonly name: string
  /** Its first characters, to recognise it by. */
  readonly start: string
  readonly scopes: readonly Permission[]
  /** The one target it is good for; null: all that its owner has a role on. */
  readonly target: string | null
  readonly createdAt: string
  readonly expiresAt: string
  /** To the minute. */
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

/** What is told once, when a token is made. */
export interface IssuedToken extends ApiToken {
  /** The secret; nothing of ours keeps it. */
  readonly token: string
}
