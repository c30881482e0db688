import { readServerFacts } from '../database/read-server-facts.ts'
import type { SchemaScope } from '../model/comparison.ts'
import type { SourceFingerprint } from '../model/fingerprint.ts'
import { fingerprint } from '../schema/fingerprint.ts'
import { readSchema } from '../schema/read-schema.ts'
import type { Context } from './context.ts'
import { toRequest } from './read-compared.ts'

/** All of a database but the history and who owns what: as far as two of them are expected to be equal. */
export const WHOLE_SCHEMA: SchemaScope = { schemas: null, ignore: [], owners: false, privileges: true }

/** What the catalog of the context's database is now; null without one. DATABASE_*. */
export async function readFingerprint({ database, settings }: Context): Promise<SourceFingerprint | null> {
  if (database === null) return null
  return database.withReadOnly(async (client) => {
    const schema = await readSchema(client, toRequest(WHOLE_SCHEMA, settings, await readServerFacts(client)))
    return { sha256: fingerprint(schema), serverVersion: schema.serverVersion }
  })
}
