import { openDatabase } from '../database/open-database.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { Context } from './context.ts'

/** Lends the context with another database in the place of its own, which stays as it is; the other one is closed afterwards. */
export async function withDatabase<T>(
  context: Context,
  target: DatabaseTarget,
  use: (context: Context) => Promise<T>,
): Promise<T> {
  const database = openDatabase(target)
  try {
    return await use({ ...context, database })
  } finally {
    await database.close()
  }
}
