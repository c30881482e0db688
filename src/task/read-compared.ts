import type { Client } from '../database/database.ts'
import { readServerFacts } from '../database/read-server-facts.ts'
import { complaint, fail, throwIfAny } from '../errors/dvm-error.ts'
import { readEntries } from '../history/read-entries.ts'
import { inRunOrder } from '../history/resolve-version.ts'
import type { ComparedDatabase, SchemaScope } from '../model/comparison.ts'
import { type HistoryEntry, isInternal, type ServerFacts } from '../model/history.ts'
import type { Schema } from '../model/schema.ts'
import type { Settings } from '../model/settings.ts'
import { fingerprint } from '../schema/fingerprint.ts'
import { type ReadSchemaRequest, readSchema } from '../schema/read-schema.ts'
import type { Context } from './context.ts'
import { historyTable, placedTables } from './read-history.ts'

/** A database as it stood at one moment. */
export interface ReadDatabase {
  readonly told: ComparedDatabase
  readonly entries: readonly HistoryEntry[]
  readonly schema: Schema
  readonly server: ServerFacts
}

/** Reads history and schema of the context's database in one snapshot. Fails with DATABASE_*. */
export async function readCompared(context: Context, scope: SchemaScope, command: string): Promise<ReadDatabase> {
  const { database, settings } = context
  if (database === null) throw fail('DATABASE_REQUIRED', { command })
  return database.withReadOnly((client) => readComparedFrom(client, database.label, settings, scope))
}

/** The same from a client of `database.withReadOnly`, in whose snapshot more is read. */
export async function readComparedFrom(
  client: Client,
  label: string,
  settings: Settings,
  scope: SchemaScope,
): Promise<ReadDatabase> {
  const server = await readServerFacts(client)
  const entries = await readEntries(client, placedTables(settings, server))
  const schema = await readSchema(client, toRequest(scope, settings, server))
  const ran = inRunOrder(entries ?? [])
  const last = ran.at(-1)
  const told = {
    label,
    serverVersion: server.version,
    fingerprint: fingerprint(schema),
    table: historyTable(settings, server),
    tableExists: entries !== null,
    changesets: ran.filter((entry) => !isInternal(entry)).length,
    last: last === undefined ? null : { key: last.key, order: last.order, executedAt: last.executedAt },
    tag: ran.findLast((entry) => entry.tag !== null)?.tag ?? null,
  }
  return { told, entries: ran, schema, server }
}

/** What is read of a schema: all but the two tables of the history. */
export function toRequest(
  { schemas, owners, privileges }: SchemaScope,
  settings: Settings,
  server: ServerFacts,
): ReadSchemaRequest {
  const { schema, changelog, lock } = placedTables(settings, server)
  const exceptTables = [changelog, lock].map((name) => ({ schema, name }))
  return { schemas, owners, privileges, exceptTables }
}

/** Schemas that neither side has would make any two databases equal: SETTING_INVALID. */
export function requireSchemas({ schemas }: SchemaScope, sides: readonly Schema[]): void {
  const objects = sides.flatMap((side) => side.objects)
  const known = new Set(objects.flatMap(({ kind, name }) => (kind === 'schema' ? [unquoted(name)] : [])))
  const unknown = (schemas ?? []).filter((name) => !known.has(name))
  throwIfAny(
    unknown.map((name) => {
      const detail = `neither side has a schema "${name}" to compare`
      return complaint('SETTING_INVALID', { setting: '--schemas', from: 'the command line', detail })
    }),
  )
}

/** The catalog's names are quoted where SQL needs it. */
function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** A warning where two servers may spell the same definition in two ways. */
export function noteOnVersions(left: Schema, right: Schema): readonly string[] {
  const [one, other] = [majorOf(left), majorOf(right)]
  if (one === other) return []
  return [
    `PostgreSQL ${one} and ${other} do not spell every definition alike: a view or an extension may differ in that only`,
  ]
}

export function majorOf({ serverVersion }: Schema): number {
  return Math.floor(serverVersion / 10_000)
}
