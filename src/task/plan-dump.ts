import type { DumpPlan, DumpReading } from '../assemble/dump/dump-plan.ts'
import { findOutsideNeeds } from '../assemble/dump/find-dependents.ts'
import { findLeftOut } from '../assemble/dump/find-left-out.ts'
import { readNeeds } from '../assemble/dump/read-needs.ts'
import { readOwnTables } from '../assemble/dump/read-own-tables.ts'
import { type DumpScope, type NamedTable, resolveScope } from '../assemble/dump/resolve-scope.ts'
import type { Client } from '../database/database.ts'
import { readEntries, readLock } from '../history/read-entries.ts'
import type { Warning } from '../model/changelog.ts'
import { formatKey } from '../model/changeset.ts'
import type { DumpKind, DumpOptions, DumpVersion } from '../model/dump-manifest.ts'
import { formatHolder, type HistoryEntry, type LockFacts, type ServerFacts } from '../model/history.ts'
import { OWN_SCHEMAS } from '../model/own-schemas.ts'
import type { PlacedTables } from '../model/settings.ts'
import type { Context } from './context.ts'
import { pinnedTo } from './pinned-to.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { placedTables } from './read-history.ts'

/** Rules these packages can loosen. */
const RULES = ['non-empty-target', 'older-server']

/** A dump that is decided as far as pg_dump must know, and the lock it found. */
export interface PlannedReading {
  readonly reading: DumpReading
  readonly lock: LockFacts | null
}

/** What pg_dump is to read. Little is asked for here, because it cannot be started before. PATTERN_UNMATCHED, DATABASE_*. */
export async function planReading(
  { settings }: Context,
  client: Client,
  kind: DumpKind,
  options: DumpOptions,
  server: ServerFacts,
): Promise<PlannedReading> {
  const tables = placedTables(settings, server)
  const lock = await readLock(client, tables)
  const named = await resolveScope(client, options, kind)
  // Definitions have no rows to leave out.
  const hasRows = kind === 'full' && options.data
  const scope = hasRows ? withoutOwnRows(named, await readOwnTables(client, OWN_SCHEMAS)) : named
  const holds = { lock: lock !== null && isIn(scope, tables.schema, tables.lock) }
  return { reading: { kind, options, server, scope, tables, holds }, lock }
}

/** Also where they were asked for: secrets of a server have no place in what is handed to strangers. */
function withoutOwnRows(scope: DumpScope, own: readonly NamedTable[]): DumpScope {
  const known = new Set([...scope.excludedData, ...scope.excludedTables].map(({ oid }) => oid))
  const taken = own.filter(
    ({ oid, schema }) => !known.has(oid) && (scope.schemas?.some(({ name }) => name === schema) ?? true),
  )
  return { ...scope, excludedData: [...scope.excludedData, ...taken] }
}

/** The rest, while pg_dump reads the catalog as well. What is worth telling goes to `warnings`. LEFT_OUT_NEEDED, DATABASE_*. */
export async function planDump(
  context: Context,
  client: Client,
  { reading, lock }: PlannedReading,
  pgDumpVersion: string,
  warnings: Warning[],
): Promise<DumpPlan> {
  const { settings, clock, database } = context
  const { kind, options, scope, tables } = reading
  const entries = await readEntries(client, tables)
  const leftOut = await findLeftOut(client, scope, options, kind)
  const holds = { ...reading.holds, history: entries !== null && isIn(scope, tables.schema, tables.changelog) }
  const allowed = settings.package.allow.filter((rule) => RULES.includes(rule))
  warnings.push(...leftOut.warnings, ...historyWarnings(entries, lock, holds.history, tables))
  warnings.push(...(await schemaWarnings(client, scope)))
  return {
    ...reading,
    generatedAt: settings.generatedAt ?? clock.now().toISOString(),
    source: database?.label ?? '',
    fingerprint: isWhole(scope, options) ? await readFingerprint({ ...context, database: pinnedTo(client, '') }) : null,
    pgDumpVersion,
    version: versionOf(entries),
    needs: await readNeeds(client, scope, options),
    leftOut,
    holds,
    hasPublic: await hasPublic(client),
    notes: [...allowed.map((rule) => `--allow ${rule}`), ...warnings.map(({ message }) => message)],
    allowed,
  }
}

/** Rows are no part of a catalog; owners are none of its fingerprint. */
function isWhole({ schemas, excludedTables }: DumpScope, { indexes, functions, privileges }: DumpOptions): boolean {
  return schemas === null && excludedTables.length === 0 && indexes && functions && privileges
}

function isIn({ schemas, excludedTables }: DumpScope, schema: string, name: string): boolean {
  return (
    (schemas === null || schemas.some((one) => one.name === schema)) &&
    !excludedTables.some((one) => one.schema === schema && one.name === name)
  )
}

function versionOf(entries: readonly HistoryEntry[] | null): DumpVersion {
  const last = entries?.at(-1)
  return {
    changesets: entries?.length ?? null,
    lastChangeset: last === undefined ? null : formatKey(last.key),
    lastTag: entries?.findLast(({ tag }) => tag !== null)?.tag ?? null,
  }
}

function historyWarnings(
  entries: readonly HistoryEntry[] | null,
  lock: LockFacts | null,
  held: boolean,
  { schema, changelog }: PlacedTables,
): Warning[] {
  const warnings: Warning[] = []
  if (entries !== null && !held) {
    const message = `history table ${schema}.${changelog} is not among what is taken: the target will have no history`
    warnings.push({ code: 'HISTORY_NOT_FOUND', message, place: null })
  }
  if (lock?.locked === true) {
    const holder = formatHolder({ by: lock.lockedBy ?? 'unknown', since: lock.grantedAt })
    warnings.push({ code: 'LOCK_HELD', message: `the source is in the middle of a deployment: ${holder}`, place: null })
  }
  return warnings
}

/** What a package of some schemas needs on its target. */
async function schemaWarnings(client: Client, scope: DumpScope): Promise<Warning[]> {
  if (scope.schemas === null) return []
  const needs = await findOutsideNeeds(client, scope)
  const { rows: extensions } = await client.query<{ name: string }>(
    "SELECT extname AS name FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql' ORDER BY extname",
  )
  return [
    ...needs.map(({ object, needed }) => `${object} needs ${needed}, which is in no schema that is taken`),
    ...extensions.map(({ name }) => `extension ${name} is not taken along with single schemas`),
  ].map((message) => ({ code: 'LEFT_OUT_NEEDED', message, place: null }))
}

async function hasPublic(client: Client): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'public'")
  return rowCount !== 0
}
