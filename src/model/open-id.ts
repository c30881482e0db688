import type { Grant } from './account.ts'

/** A group at the provider, and the role that its members have here. */
export interface OpenIdRole {
  readonly group: string
  readonly grant: Grant
}

/** How people sign in by their company's provider (OpenID Connect Core 1.0). */
export interface OpenIdSettings {
  /** As the provider writes it itself. */
  readonly issuer: string
  readonly clientId: string
  /** Null: in `clientSecretFile`, or the client is a public one that has none. */
  readonly clientSecret: string | null
  /** Absolute. */
  readonly clientSecretFile: string | null
  /** Text of the button. */
  readonly label: string
  readonly scopes: readonly string[]
  /** What gives the roles at every sign-in; null: administrators give them here. */
  readonly roles: { readonly claim: string; readonly given: readonly OpenIdRole[] } | null
  /** Whether somebody whom nobody prepared for gets an account. */
  readonly createUsers: boolean
  /** Lower case; empty: any. */
  readonly allowedDomains: readonly string[]
}

/** Begins the subject of a user who is known by his verified e-mail address only, until he first signs in. */
export const AWAITED_SUBJECT = 'email:'

/** What a provider said of somebody who signed in there, checked. */
export interface OpenIdClaims {
  readonly issuer: string
  readonly subject: string
  /** Null where the provider does not vouch for it. */
  readonly verifiedEmail: string | null
  readonly preferredUsername: string | null
  readonly name: string | null
  /** Google's: the Workspace that the account is of. */
  readonly hostedDomain: string | null
  /** Of the claim that gives roles. */
  readonly groups: readonly string[]
}

/** Why somebody was not let in; these words stand in the log and in the audit log. */
export type OpenIdRefusal =
  | 'no-attempt'
  | 'foreign-state'
  | 'replayed'
  | 'provider-refused'
  | 'provider-unreachable'
  | 'response-invalid'
  | 'domain-not-allowed'
  | 'user-unknown'
  | 'user-disabled'
  | 'name-taken'
  | 'name-unusable'
  | 'no-role'
  | 'last-admin'
