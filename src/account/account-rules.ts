import { fail } from '../errors/dvm-error.ts'
import { ACCOUNT_NAME, type Grant, type OpenIdSubject, TOKEN_DAYS } from '../model/account.ts'
import { EVERY_TARGET, PERMISSIONS, type Permission, ROLES } from '../model/identity.ts'

import { isUuid } from './read-users.ts'

const LONGEST_TEXT = 200
const LONGEST_OPENID = 1000
const MOST_GRANTS = 1000
/** As `--target` names databases (settings/read-registered-targets.ts). */
const TARGET_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/
/** Neither a line break nor what turns the direction of writing around belongs into a name. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

/** Fails with ACCOUNT_INVALID, as everything here does. */
export function checkAccountName(name: string): void {
  // Who is named by an id and who by a name must never be in doubt.
  if (ACCOUNT_NAME.test(name) && !isUuid(name)) return
  throw invalid("a user's name is 1 to 100 letters, digits and ._@-, does not begin with - and is no UUID")
}

export function checkLabel(what: string, text: string): void {
  if (text.trim() !== '' && text.length <= LONGEST_TEXT && !INVISIBLE.test(text)) return
  throw invalid(`${what} is 1 to ${LONGEST_TEXT} visible characters`)
}

/** Whether it is registered is not asked: it may be so tomorrow. */
export function checkTargetName(name: string): void {
  if (TARGET_NAME.test(name)) return
  throw invalid("a target's name is 1 to 63 small letters, digits, _ and -")
}

export function checkOpenId({ issuer, subject }: OpenIdSubject): void {
  for (const text of [issuer, subject]) {
    if (text === '' || text.length > LONGEST_OPENID || INVISIBLE.test(text)) {
      throw invalid(`issuer and subject of OpenID are 1 to ${LONGEST_OPENID} visible characters`)
    }
  }
}

export function checkGrants(grants: readonly Grant[]): void {
  if (grants.length > MOST_GRANTS) throw invalid(`a user has ${MOST_GRANTS} roles at most`)
  const targets = new Set<string>()
  for (const { target, role } of grants) {
    if (target !== EVERY_TARGET) checkTargetName(target)
    if (!ROLES.includes(role)) throw invalid(`a role is one of ${ROLES.join(', ')}`)
    if (targets.has(target)) throw invalid(`there is one role at most for each target, and two for ${target}`)
    targets.add(target)
  }
}

export function checkScopes(scopes: readonly Permission[]): void {
  if (scopes.length === 0 || scopes.some((scope) => !PERMISSIONS.includes(scope))) {
    throw invalid(`scopes are one or more of ${PERMISSIONS.join(', ')}`)
  }
}

export function checkTokenDays(days: number): void {
  const { min, max } = TOKEN_DAYS
  if (Number.isInteger(days) && days >= min && days <= max) return
  throw invalid(`a token lasts ${min} to ${max} days`)
}

export function invalid(detail: string): Error {
  return fail('ACCOUNT_INVALID', { detail })
}
