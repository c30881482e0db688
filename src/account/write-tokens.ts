import { randomUUID } from 'node:crypto'
import type { Client } from '../database/database.ts'
import type { Permission } from '../model/identity.ts'
import { startOfToken, tokenHash } from './token-text.ts'

export interface NewToken {
  readonly ownerId: string
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly target: string | null
  readonly expiresAt: Date
}

const INSERT = `
  INSERT INTO dvm.api_token (id, owner_id, name, token_hash, token_start, scopes, target, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

/** Gives the id. */
export async function insertToken(client: Client, token: string, details: NewToken, now: Date): Promise<string> {
  const { ownerId, name, scopes, target, expiresAt } = details
  const id = randomUUID()
  const values = [id, ownerId, name, tokenHash(token), startOfToken(token), scopes, target, now, expiresAt]
  await client.query({ text: INSERT, values })
  return id
}

/** Once revoked it stays so, since the first time. */
export async function updateRevoked(client: Client, id: string, now: Date): Promise<void> {
  const text = 'UPDATE dvm.api_token SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1'
  await client.query({ text, values: [id, now] })
}
