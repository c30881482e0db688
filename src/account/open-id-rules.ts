import type { Grant } from '../model/account.ts'
import { ROLES } from '../model/identity.ts'
import type { OpenIdClaims, OpenIdRole } from '../model/open-id.ts'

/** Anybody can have a Google account with a company's address; of the company are those that its Workspace vouches for. */
const GOOGLE = 'https://accounts.google.com'

/** The roles of somebody in these groups, the highest one for each target. */
export function grantsOf(groups: readonly string[], given: readonly OpenIdRole[]): readonly Grant[] {
  const highest = new Map<string, Grant>()
  for (const { group, grant } of given) {
    if (!groups.includes(group)) continue
    const before = highest.get(grant.target)
    if (before === undefined || ROLES.indexOf(before.role) < ROLES.indexOf(grant.role)) highest.set(grant.target, grant)
  }
  return [...highest.values()]
}

export function sameGrants(one: readonly Grant[], other: readonly Grant[]): boolean {
  const text = ({ target, role }: Grant): string => `${target} ${role}`
  const texts = new Set(one.map(text))
  return one.length === other.length && other.every((grant) => texts.has(text(grant)))
}

/** Whether the provider vouches for an address in one of the domains; any will do where there are none. */
export function isOfDomain(claims: OpenIdClaims, domains: readonly string[]): boolean {
  if (domains.length === 0) return true
  const { issuer, hostedDomain, verifiedEmail } = claims
  const domain = issuer === GOOGLE ? hostedDomain : (verifiedEmail?.replace(/^.*@/s, '') ?? null)
  return domain !== null && domains.includes(domain.toLowerCase())
}
