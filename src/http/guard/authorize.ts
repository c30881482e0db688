import { fail } from '../../errors/dvm-error.ts'
import { type Identity, permits } from '../../model/identity.ts'
import type { RouteContract } from '../contract/route.ts'

/** Nothing, or SIGN_IN_REQUIRED where nobody is known and ACCESS_DENIED where the permission lacks. */
export function authorize({ access }: RouteContract, identity: Identity | null, target: string | null): void {
  if (access === 'public') return
  if (identity === null) throw fail('SIGN_IN_REQUIRED', {})
  if (access === 'signed-in' || permits(identity, access, target)) return
  throw fail('ACCESS_DENIED', { permission: access })
}
