import { AWAITED_SUBJECT, type OpenIdClaims, type OpenIdSettings } from '../../model/open-id.ts'

export type RawClaims = Readonly<Record<string, unknown>>

/** 255 characters of ASCII (OpenID Connect Core 1.0, section 2). */
const SUBJECT = /^[\x20-\x7e]{1,255}$/
const MOST_GROUPS = 10_000

/** Whether the ID token lacks something that the userinfo endpoint may know. */
export function lacksClaims(idToken: RawClaims, { roles }: OpenIdSettings): boolean {
  return verifiedEmailOf(idToken) === null || (roles !== null && findClaim(idToken, roles.claim) === undefined)
}

/** What both say, the ID token first; a text is a refusal, with its reason. */
export function readClaims(idToken: RawClaims, userInfo: RawClaims, settings: OpenIdSettings): OpenIdClaims | string {
  const { iss, sub } = idToken
  // Some providers answer for every company of theirs at one address: who of another one comes by it is a stranger.
  if (typeof iss !== 'string' || !sameUrl(iss, settings.issuer)) return 'the ID token is of another issuer'
  if (typeof sub !== 'string' || !SUBJECT.test(sub) || sub.startsWith(AWAITED_SUBJECT)) {
    return 'the subject of the ID token is none that can be kept'
  }
  const first = (name: string): string | null => textOf(idToken[name]) ?? textOf(userInfo[name])
  return {
    issuer: iss,
    subject: sub,
    verifiedEmail: verifiedEmailOf(idToken) ?? verifiedEmailOf(userInfo),
    preferredUsername: first('preferred_username'),
    name: first('name'),
    // Of the signed token only.
    hostedDomain: textOf(idToken['hd']),
    groups: settings.roles === null ? [] : groupsOf(idToken, userInfo, settings.roles.claim),
  }
}

function groupsOf(idToken: RawClaims, userInfo: RawClaims, claim: string): readonly string[] {
  const found = findClaim(idToken, claim) ?? findClaim(userInfo, claim)
  const list = Array.isArray(found) ? found : [found]
  return list.filter((group) => typeof group === 'string').slice(0, MOST_GROUPS)
}

/** A claim by its name, which may have dots (`https://example.com/groups`), or by the way to it (`realm_access.roles`). */
function findClaim(claims: RawClaims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as RawClaims)[key]
      : undefined
  }, claims)
}

/** The address and who vouches for it are taken of one source: of two they may be of two addresses. */
function verifiedEmailOf({ email, email_verified: verified }: RawClaims): string | null {
  // Some providers write it as text.
  return verified === true || verified === 'true' ? textOf(email) : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function sameUrl(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).href === new URL(other).href
}
