import { checkAccountName, checkLabel } from '../account/account-rules.ts'
import { grantsOf, isOfDomain, sameGrants } from '../account/open-id-rules.ts'
import { findSignedIn, findUserByOpenId } from '../account/read-users.ts'
import { withAccountLock } from '../account/with-account-lock.ts'
import { insertUser, replaceGrants, updateUser } from '../account/write-users.ts'
import type { Client } from '../database/database.ts'
import type { Code } from '../errors/catalog.ts'
import { DvmError } from '../errors/dvm-error.ts'
import type { Grant, SignedIn, User } from '../model/account.ts'
import { AWAITED_SUBJECT, type OpenIdClaims, type OpenIdRefusal, type OpenIdSettings } from '../model/open-id.ts'
import type { Manager } from './manager.ts'

export type OpenIdRules = Pick<OpenIdSettings, 'roles' | 'createUsers' | 'allowedDomains'>

/** What a sign-in changed of a user, for the audit log. */
export interface OpenIdChange {
  readonly action: 'user.create' | 'user.change' | 'grant.change'
  readonly detail: Readonly<Record<string, unknown>>
}

export interface OpenIdOutcome {
  /** Null where somebody was refused. */
  readonly signedIn: SignedIn | null
  readonly refusal: OpenIdRefusal | null
  /** Name of the user it is about, where there is one. */
  readonly user: string | null
  readonly changes: readonly OpenIdChange[]
}

/**
 * Lets in whom the provider means: the user of that issuer and subject; else the one whom an administrator awaits by a
 * verified e-mail address, who is linked for good; else, where the rules have it, a new one. Never by a name alone: whoever
 * can choose what he is called at the provider would choose an administrator's. Where a claim gives the roles, all roles
 * are replaced, and who is left without any is refused.
 */
export async function signInByOpenId(
  { database, clock }: Manager,
  rules: OpenIdRules,
  claims: OpenIdClaims,
): Promise<OpenIdOutcome> {
  if (!isOfDomain(claims, rules.allowedDomains)) return refused('domain-not-allowed')
  const grants = rules.roles === null ? null : grantsOf(claims.groups, rules.roles.given)
  const found = await database.withClient((client) => findUserByOpenId(client, claims))
  try {
    // The usual sign-in changes nothing, and waits for nobody.
    if (found !== null && (found.disabledAt !== null || grants === null || sameGrants(found.grants, grants))) {
      return await database.withClient((client) => enter(client, found, grants, []))
    }
    return await withAccountLock(database, (client) => enterChanged(client, { rules, claims, grants }, clock.now()))
  } catch (error) {
    // Either way nothing was changed. Whose a taken name is, is not for the provider to say; and an administrator whom the
    // provider no longer has as one is not let in as one.
    const refusal = error instanceof DvmError ? REFUSALS[error.code] : undefined
    if (refusal === undefined) throw error
    return refused(refusal, found?.name)
  }
}

const REFUSALS: Partial<Record<Code, OpenIdRefusal>> = { LAST_ADMIN: 'last-admin', USER_EXISTS: 'name-taken' }

interface Request {
  readonly rules: OpenIdRules
  readonly claims: OpenIdClaims
  /** Null: those that the user has. */
  readonly grants: readonly Grant[] | null
}

async function enterChanged(client: Client, request: Request, now: Date): Promise<OpenIdOutcome> {
  const { claims, grants } = request
  const changes: OpenIdChange[] = []
  const found = (await findUserByOpenId(client, claims)) ?? (await link(client, request, changes, now))
  if (found === null) return create(client, request, now)
  if (found.disabledAt === null && grants !== null && !sameGrants(found.grants, grants)) {
    await replaceGrants(client, found.id, grants)
    changes.push({ action: 'grant.change', detail: { before: found.grants, grants } })
  }
  return enter(client, found, grants, changes)
}

async function link(
  client: Client,
  { claims, grants }: Request,
  changes: OpenIdChange[],
  now: Date,
): Promise<User | null> {
  const { issuer, subject, verifiedEmail } = claims
  if (verifiedEmail === null) return null
  for (const email of new Set([verifiedEmail, verifiedEmail.toLowerCase()])) {
    const awaited = await findUserByOpenId(client, { issuer, subject: AWAITED_SUBJECT + email })
    if (awaited === null) continue
    if (awaited.disabledAt !== null || grants?.length === 0) return awaited
    await updateUser(client, awaited.id, { openId: { issuer, subject } }, now)
    changes.push({ action: 'user.change', detail: { openId: { issuer, subject }, email } })
    return awaited
  }
  return null
}

async function create(client: Client, { rules, claims, grants }: Request, now: Date): Promise<OpenIdOutcome> {
  if (!rules.createUsers) return refused('user-unknown')
  if (grants?.length === 0) return refused('no-role')
  const { issuer, subject, verifiedEmail, preferredUsername } = claims
  const name = [verifiedEmail, preferredUsername].find((each) => each !== null && passes(() => checkAccountName(each)))
  if (name === undefined || name === null) return refused('name-unusable')
  const openId = { issuer, subject }
  const displayName = claims.name !== null && isLabel(claims.name) ? claims.name : null
  const user = { name, displayName, passwordHash: null, openId, grants: grants ?? [] }
  const id = await insertUser(client, user, now)
  return entered(await findSignedIn(client, { id }), name, [
    { action: 'user.create', detail: { openId, grants: user.grants } },
  ])
}

async function enter(
  client: Client,
  { id, name, disabledAt }: User,
  grants: readonly Grant[] | null,
  changes: readonly OpenIdChange[],
): Promise<OpenIdOutcome> {
  if (disabledAt !== null) return refused('user-disabled', name)
  // Told after the roles were taken away: tokens and sessions of the user have none either.
  if (grants?.length === 0) return { ...refused('no-role', name), changes }
  return entered(await findSignedIn(client, { id }), name, changes)
}

/** Null is somebody who was disabled or removed in this moment. */
function entered(signedIn: SignedIn | null, user: string, changes: readonly OpenIdChange[]): OpenIdOutcome {
  return { signedIn, refusal: signedIn === null ? 'user-disabled' : null, user, changes }
}

function refused(refusal: OpenIdRefusal, user: string | null = null): OpenIdOutcome {
  return { signedIn: null, refusal, user, changes: [] }
}

function isLabel(text: string): boolean {
  return passes(() => checkLabel('a display name', text))
}

function passes(check: () => void): boolean {
  try {
    check()
    return true
  } catch (error) {
    if (error instanceof DvmError) return false
    throw error
  }
}
