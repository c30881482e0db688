import type { DatabaseTarget } from '../model/settings.ts'
import type { Client } from './database.ts'
import type { DatabaseTraits } from './database-traits.ts'
import { openDatabase } from './open-database.ts'
import { withTransaction } from './with-transaction.ts'

const LOCK_KEY = 0x64766f

/**
 * Gives the embedded server the roles of another one, so that what grants to them can run. None of them can log in. The one
 * who deploys may do everything there, extensions included, which often somebody else has made on the other server.
 */
export async function ensureRoles(server: DatabaseTarget, { roles, user }: DatabaseTraits): Promise<void> {
  const { escapeIdentifier } = await import('pg')
  const database = openDatabase(server)
  try {
    const ensure = async (client: Client): Promise<void> => {
      // Another process may use the same server, and two that make a role or change it at once fail.
      await client.query(`SELECT pg_catalog.pg_advisory_xact_lock(${LOCK_KEY})`)
      const { rows } = await client.query<{ name: string }>('SELECT rolname::text AS name FROM pg_catalog.pg_roles')
      const known = new Set(rows.map(({ name }) => name))
      const missing = [...new Set([...roles, user])].filter((role) => !known.has(role))
      const statements = missing.map((role) => `CREATE ROLE ${escapeIdentifier(role)} NOLOGIN`)
      if (user !== server.user) statements.push(`ALTER ROLE ${escapeIdentifier(user)} SUPERUSER`)
      if (statements.length > 0) await client.query(statements.join(';\n'))
    }
    await database.withClient((client) => withTransaction(client, () => ensure(client)))
  } finally {
    await database.close()
  }
}
