import type { Client } from './database.ts'

/** Runs `use` between BEGIN and COMMIT; when it fails, all it did is rolled back and its error goes on. */
export async function withTransaction<T>(client: Client, use: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  let result: T
  try {
    result = await use()
  } catch (cause) {
    // Should the connection be gone, the server has rolled back already, and the first error is the one that tells.
    await client.query('ROLLBACK').catch(() => undefined)
    throw cause
  }
  await client.query('COMMIT')
  return result
}
