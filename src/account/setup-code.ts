import { hash, timingSafeEqual } from 'node:crypto'
import type { Client } from '../database/database.ts'

const LASTS_MS = 3_600_000

/** The one code there is, from now on for an hour. */
export async function replaceSetupCode(client: Client, code: string, now: Date): Promise<void> {
  const text = `
    INSERT INTO dvm.setup_code (code_hash, created_at, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (singleton) DO UPDATE
      SET code_hash = excluded.code_hash, created_at = $2, expires_at = excluded.expires_at, used_at = NULL`
  await client.query({ text, values: [hashOf(code), now, new Date(now.getTime() + LASTS_MS)] })
}

export async function deleteSetupCode(client: Client): Promise<void> {
  await client.query('DELETE FROM dvm.setup_code WHERE used_at IS NULL')
}

export async function isSetupCode(client: Client, code: string, now: Date): Promise<boolean> {
  const { rows } = await client.query<{ code_hash: Buffer }>({
    text: 'SELECT code_hash FROM dvm.setup_code WHERE used_at IS NULL AND expires_at > $1',
    values: [now],
  })
  const kept = rows[0]?.code_hash
  return kept !== undefined && timingSafeEqual(kept, hashOf(code))
}

export async function useSetupCode(client: Client, now: Date): Promise<void> {
  await client.query({ text: 'UPDATE dvm.setup_code SET used_at = $1', values: [now] })
}

function hashOf(code: string): Buffer {
  return hash('sha256', code, 'buffer')
}
