import { randomUUID } from 'node:crypto'
import type { Client } from '../database/database.ts'
import { fail } from '../errors/dvm-error.ts'
import type { Grant, OpenIdSubject } from '../model/account.ts'

export interface NewUser {
  readonly name: string
  readonly displayName: string | null
  readonly passwordHash: string | null
  readonly openId: OpenIdSubject | null
  readonly grants: readonly Grant[]
}

/** Null takes a value away, undefined leaves it as it is. */
export interface UserColumns {
  readonly name?: string
  readonly displayName?: string | null
  readonly openId?: OpenIdSubject | null
  readonly disabled?: boolean
}

const TAKEN = '23505'
const INSERT = `
  INSERT INTO dvm.user_account
    (id, name, display_name, password_hash, openid_issuer, openid_subject, created_at, changed_at, password_changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, CASE WHEN $4::text IS NULL THEN NULL ELSE $7::timestamptz END)`

/** Gives the id. Fails with USER_EXISTS where the name, or the OpenID subject, is taken. */
export async function insertUser(client: Client, user: NewUser, now: Date): Promise<string> {
  const { name, displayName, passwordHash, openId } = user
  const id = randomUUID()
  const values = [id, name, displayName, passwordHash, openId?.issuer ?? null, openId?.subject ?? null, now]
  await client.query({ text: INSERT, values }).catch(refuseTaken(name))
  await replaceGrants(client, id, user.grants)
  return id
}

/** Fails with USER_EXISTS as `insertUser` does. Disabling ends every session. */
export async function updateUser(client: Client, id: string, columns: UserColumns, now: Date): Promise<void> {
  const { name, displayName, openId, disabled } = columns
  const text = `
    UPDATE dvm.user_account SET
      changed_at = $2,
      name = coalesce($3, name),
      display_name = CASE WHEN $4 THEN $5 ELSE display_name END,
      openid_issuer = CASE WHEN $6 THEN $7 ELSE openid_issuer END,
      openid_subject = CASE WHEN $6 THEN $8 ELSE openid_subject END,
      disabled_at = CASE WHEN $9::boolean IS NULL THEN disabled_at WHEN $9 THEN coalesce(disabled_at, $2) END,
      session_epoch = session_epoch + CASE WHEN $9 AND disabled_at IS NULL THEN 1 ELSE 0 END
    WHERE id = $1`
  const values = [
    ...[id, now, name ?? null],
    ...[displayName !== undefined, displayName ?? null],
    ...[openId !== undefined, openId?.issuer ?? null, openId?.subject ?? null],
    disabled ?? null,
  ]
  await client.query({ text, values }).catch(refuseTaken(name ?? ''))
}

/** Ends every session; null takes the password away. Whoever forgot it is no longer locked out. */
export async function updatePassword(client: Client, id: string, hash: string | null, now: Date): Promise<void> {
  const text = `
    UPDATE dvm.user_account SET password_hash = $2, password_changed_at = $3, changed_at = $3, failed_sign_ins = 0,
      locked_until = NULL, session_epoch = session_epoch + 1
    WHERE id = $1`
  await client.query({ text, values: [id, hash, now] })
}

export async function endSessionsOf(client: Client, id: string): Promise<void> {
  await client.query({
    text: 'UPDATE dvm.user_account SET session_epoch = session_epoch + 1 WHERE id = $1',
    values: [id],
  })
}

export async function deleteUser(client: Client, id: string): Promise<void> {
  await client.query({ text: 'DELETE FROM dvm.user_account WHERE id = $1', values: [id] })
}

export async function replaceGrants(client: Client, id: string, grants: readonly Grant[]): Promise<void> {
  await client.query({ text: 'DELETE FROM dvm.user_grant WHERE user_id = $1', values: [id] })
  const text = `
    INSERT INTO dvm.user_grant (user_id, target, role) SELECT $1, target, role
    FROM unnest($2::text[], $3::text[]) AS given (target, role)`
  await client.query({ text, values: [id, grants.map(({ target }) => target), grants.map(({ role }) => role)] })
}

function refuseTaken(name: string): (error: unknown) => never {
  return (error) => {
    const { cause } = error as { cause?: { code?: string; constraint?: string } }
    if (cause?.code !== TAKEN) throw error
    const what = cause.constraint === 'user_account_openid_unique' ? 'of that OpenID subject' : `called ${name}`
    throw fail('USER_EXISTS', { what }, null, { cause: error })
  }
}
