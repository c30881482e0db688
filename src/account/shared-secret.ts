import { randomBytes } from 'node:crypto'
import type { Client } from '../database/database.ts'

const BYTES = 32

/** The secret of that name, the same for every instance: whoever asks first makes it. */
export async function requireSharedSecret(client: Client, name: string, now: Date): Promise<Buffer> {
  const values = [name, randomBytes(BYTES), now]
  const text = 'INSERT INTO dvm.shared_secret (name, value, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING'
  await client.query({ text, values })
  const { rows } = await client.query<{ value: Buffer }>({
    text: 'SELECT value FROM dvm.shared_secret WHERE name = $1',
    values: [name],
  })
  if (rows[0] === undefined) throw new Error(`the shared secret ${name} was removed meanwhile`)
  return rows[0].value
}
