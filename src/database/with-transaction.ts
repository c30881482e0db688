import type { Client } from './database.ts'

/**
 * Runs `use` in a transaction of its own, whatever the session's defaults are, and commits what `keeps` says of its
 * result (default: everything); when `use` fails, all it did is rolled back and its error goes on.
 */
export async function withTransaction<T>(
  client: Client,
  use: () => Promise<T>,
  keeps: (result: T) => boolean = () => true,
): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE')
  let result: T
  try {
    result = await use()
  } catch (cause) {
    // Should the connection be gone, the server has rolled back already, and the first error is the one that tells.
    await client.query('ROLLBACK').catch(() => undefined)
    throw cause
  }
  await client.query(keeps(result) ? 'COMMIT' : 'ROLLBACK')
  return result
}
