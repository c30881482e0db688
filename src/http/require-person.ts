import { fail } from '../errors/dvm-error.ts'
import type { Identity } from '../model/identity.ts'

/** Somebody with an account, in person: a token can neither make tokens nor change passwords. ACCESS_DENIED. */
export function requirePerson(identity: Identity | null): Identity {
  if (identity?.kind === 'user') return identity
  throw fail('ACCESS_DENIED', { permission: 'to sign in as a person' })
}
