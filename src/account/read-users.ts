import type { Client } from '../database/database.ts'
import { fail } from '../errors/dvm-error.ts'
import type { Grant, OpenIdSubject, SignedIn, User, UserRef } from '../model/account.ts'

interface UserRow {
  readonly id: string
  readonly name: string
  readonly display_name: string | null
  readonly has_password: boolean
  readonly openid_issuer: string | null
  readonly openid_subject: string | null
  readonly created_at: Date
  readonly changed_at: Date
  readonly disabled_at: Date | null
  readonly password_changed_at: Date | null
  readonly failed_sign_ins: number
  readonly locked_until: Date | null
  readonly session_epoch: number
  readonly grants: readonly Grant[]
}

/** Roles of the user `account`, in the order of targets, as one JSON value. */
export const GRANTS_OF_ACCOUNT = `
  (SELECT coalesce(json_agg(json_build_object('target', target, 'role', role) ORDER BY target COLLATE "C"), '[]')
   FROM dvm.user_grant WHERE user_id = account.id) AS grants`

const SELECT = `
  SELECT id, name, display_name, password_hash IS NOT NULL AS has_password, openid_issuer, openid_subject, created_at,
         changed_at, disabled_at, password_changed_at, failed_sign_ins, locked_until, session_epoch, ${GRANTS_OF_ACCOUNT}
  FROM dvm.user_account AS account`
const BY_NAME = 'lower(name COLLATE "C") = lower($1::text COLLATE "C")'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** All of them, by name. */
export async function readUsers(client: Client): Promise<readonly User[]> {
  const { rows } = await client.query<UserRow>(`${SELECT} ORDER BY lower(name COLLATE "C")`)
  return rows.map(toUser)
}

/** The user, or USER_NOT_FOUND. */
export async function requireUser(client: Client, ref: UserRef): Promise<User> {
  const row = await findRow(client, ref)
  if (row === null) throw fail('USER_NOT_FOUND', { user: 'id' in ref ? 'of that id' : shown(ref.name) })
  return toUser(row)
}

export async function findUserByOpenId(client: Client, { issuer, subject }: OpenIdSubject): Promise<User | null> {
  const text = `${SELECT} WHERE openid_issuer = $1 AND openid_subject = $2`
  const { rows } = await client.query<UserRow>({ text, values: [issuer, subject] })
  return rows[0] === undefined ? null : toUser(rows[0])
}

/** What a user may do now; null where there is none, or none who may sign in. */
export async function findSignedIn(client: Client, ref: UserRef): Promise<SignedIn | null> {
  const row = await findRow(client, ref)
  if (row === null || row.disabled_at !== null) return null
  const roles = new Map(row.grants.map(({ target, role }) => [target, role]))
  return {
    identity: { kind: 'user', id: row.id, name: row.name, roles, scopes: null },
    sessionEpoch: row.session_epoch,
  }
}

export function isUuid(text: string): boolean {
  return UUID.test(text)
}

async function findRow(client: Client, ref: UserRef): Promise<UserRow | null> {
  if ('id' in ref && !isUuid(ref.id)) return null
  // NUL is the one character that no text of PostgreSQL can have.
  if ('name' in ref && ref.name.includes('\0')) return null
  const query =
    'id' in ref
      ? { text: `${SELECT} WHERE id = $1`, values: [ref.id] }
      : { text: `${SELECT} WHERE ${BY_NAME}`, values: [ref.name] }
  const { rows } = await client.query<UserRow>(query)
  return rows[0] ?? null
}

function shown(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name)
}

function toUser(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    grants: row.grants,
    hasPassword: row.has_password,
    openId:
      row.openid_issuer === null || row.openid_subject === null
        ? null
        : { issuer: row.openid_issuer, subject: row.openid_subject },
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    disabledAt: row.disabled_at?.toISOString() ?? null,
    passwordChangedAt: row.password_changed_at?.toISOString() ?? null,
    failedSignIns: row.failed_sign_ins,
    lockedUntil: row.locked_until?.toISOString() ?? null,
  }
}
