import type { ServerFacts } from '../model/history.ts'
import type { Client } from './database.ts'

/** What the server says of itself. `current_schema()` is null where the search path names no schema that exists. */
export async function readServerFacts(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS version,
       current_setting('server_encoding') AS encoding, current_database()::text AS database,
       current_user::text AS "user", coalesce(current_schema()::text, 'public') AS "defaultSchema"`,
  )
  const [facts] = rows
  if (facts === undefined) throw new Error('a SELECT without FROM gave no row')
  return facts
}
