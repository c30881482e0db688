import type { Client } from '../database/database.ts'
import type { ApiToken, Grant } from '../model/account.ts'
import { EVERY_TARGET, type Identity, type Permission, ROLES, type Role } from '../model/identity.ts'
import { GRANTS_OF_ACCOUNT } from './read-users.ts'

interface TokenRow {
  readonly id: string
  readonly owner_id: string
  readonly owner_name: string
  readonly name: string
  readonly token_start: string
  readonly scopes: Permission[]
  readonly target: string | null
  readonly created_at: Date
  readonly expires_at: Date
  readonly last_used_at: Date | null
  readonly revoked_at: Date | null
}

const SELECT = `
  SELECT token.id, owner_id, account.name AS owner_name, token.name, token_start, scopes, target, token.created_at,
         expires_at, last_used_at, revoked_at
  FROM dvm.api_token AS token JOIN dvm.user_account AS account ON account.id = owner_id`

/** Newest first, those that are over as well; null as owner: everybody's. */
export async function readTokens(client: Client, ownerId: string | null): Promise<readonly ApiToken[]> {
  const text = `${SELECT} WHERE $1::uuid IS NULL OR owner_id = $1 ORDER BY token.created_at DESC, token.id`
  const { rows } = await client.query<TokenRow>({ text, values: [ownerId] })
  return rows.map(toToken)
}

/** The token of that id, of that owner where one is given. */
export async function findToken(client: Client, id: string, ownerId: string | null): Promise<ApiToken | null> {
  const text = `${SELECT} WHERE token.id = $1 AND ($2::uuid IS NULL OR owner_id = $2)`
  const { rows } = await client.query<TokenRow>({ text, values: [id, ownerId] })
  return rows[0] === undefined ? null : toToken(rows[0])
}

/** One statement: the token by its hash, its owner and his roles; and that it was used, once a minute. */
const IDENTIFY = `
  WITH found AS (
    SELECT token.id, token.name, scopes, target, account.name AS owner_name, ${GRANTS_OF_ACCOUNT}
    FROM dvm.api_token AS token JOIN dvm.user_account AS account ON account.id = owner_id
    WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND account.disabled_at IS NULL
  ), used AS (
    UPDATE dvm.api_token SET last_used_at = $2
    WHERE id = (SELECT id FROM found) AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute')
  )
  SELECT * FROM found`

/** Whom the token of that hash speaks for now; null where it is unknown, over, or its owner may not sign in. */
export async function findTokenIdentity(client: Client, hash: Buffer, now: Date): Promise<Identity | null> {
  const { rows } = await client.query<
    Pick<TokenRow, 'id' | 'name' | 'scopes' | 'target' | 'owner_name'> & { grants: readonly Grant[] }
  >({ text: IDENTIFY, values: [hash, now] })
  const row = rows[0]
  if (row === undefined) return null
  const roles = rolesOf(row.grants, row.target)
  return { kind: 'token', id: row.id, name: `${row.owner_name}/${row.name}`, roles, scopes: row.scopes }
}

/** A token for one target has no role beyond it: what concerns no single target is not for it. */
function rolesOf(grants: readonly Grant[], only: string | null): ReadonlyMap<string, Role> {
  if (only === null) return new Map(grants.map(({ target, role }) => [target, role]))
  const there = grants.filter(({ target }) => target === only || target === EVERY_TARGET)
  // From least to most: the last one found holds.
  const role = ROLES.filter((each) => there.some((grant) => grant.role === each)).at(-1)
  return new Map(role === undefined ? [] : [[only, role]])
}

function toToken(row: TokenRow): ApiToken {
  return {
    id: row.id,
    owner: { id: row.owner_id, name: row.owner_name },
    name: row.name,
    start: row.token_start,
    scopes: row.scopes,
    target: row.target,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
