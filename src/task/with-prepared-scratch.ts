import type { Database } from '../database/database.ts'
import { mayCreateDatabases, withScratchDatabase } from '../database/with-scratch-database.ts'
import type { ServerFacts } from '../model/history.ts'
import type { Preparation } from '../model/preparation.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { identifier } from '../sql/sql.ts'
import type { Context } from './context.ts'
import { tablesSchema } from './read-history.ts'
import { runPreparation } from './run-preparation.ts'

export interface PreparedScratchRequest {
  /** The database it is to be like; null: the server's own ways, in UTF-8. */
  readonly like: { readonly database: Database; readonly server: ServerFacts } | null
  /** Where it is made; `null`: on the server of `like` if its role may, else on the embedded one. */
  readonly scratch: DatabaseTarget | null
  /** Whether it is left empty: for a package that brings its schemas along. */
  readonly empty?: boolean
  /** SQL that is run on it first: what was there before the first changeset, e.g. extensions. */
  readonly prepare: Preparation | null
}

/** The context with a scratch database in the place of its own, and where that is, in words. */
export interface PreparedScratch {
  readonly context: Context & { readonly database: Database }
  /** The same, for programs such as psql. */
  readonly target: DatabaseTarget
  readonly server: string
}

/**
 * Lends a scratch database in which changesets can begin: with the schemas that they are told to work in, which Liquibase,
 * too, needs to find. Fails with SCRATCH_REFUSED, EMBEDDED_*, DATABASE_* and as `runPreparation`.
 */
export async function withPreparedScratch<T>(
  context: Context,
  { like, scratch, empty = false, prepare }: PreparedScratchRequest,
  use: (made: PreparedScratch) => Promise<T>,
): Promise<T> {
  const { settings, log } = context
  const own = scratch === null && like !== null && (await mayCreateDatabases(like.database)) ? settings.database : null
  const server = scratch ?? own
  const request = { server, like: like?.database ?? null, stateDir: settings.stateDir, log }
  return withScratchDatabase(request, async ({ database, target }) => {
    await database.withClient(async (client) => {
      for (const schema of empty ? [] : schemasOf(context, like?.server ?? null)) {
        await client.query(`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`)
      }
      if (prepare !== null) await runPreparation(client, prepare)
    })
    const where = server === null ? 'the embedded PostgreSQL' : `${target.host}:${target.port}`
    return use({ context: { ...context, database }, target, server: where })
  })
}

function schemasOf({ settings }: Context, server: ServerFacts | null): ReadonlySet<string> {
  const named = [tablesSchema(settings, server), settings.defaultSchema ?? server?.defaultSchema ?? null]
  return new Set(named.filter((schema) => schema !== null))
}
