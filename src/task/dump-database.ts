import { COUNT_DUMPED, LARGE_OBJECT } from '../assemble/dump/count-objects.ts'
import { dumpArguments } from '../assemble/dump/dump-arguments.ts'
import { clientOf, type DumpPlan } from '../assemble/dump/dump-plan.ts'
import type { DumpFilter } from '../assemble/dump/filter-dump.ts'
import { freeLockRow, historyRows } from '../assemble/dump/history-rows.ts'
import { writeDump } from '../assemble/dump/write-dump.ts'
import type { Client } from '../database/database.ts'
import { findPgDump } from '../database/find-pg-dump.ts'
import { readServerFacts } from '../database/read-server-facts.ts'
import { streamPgDump } from '../database/stream-pg-dump.ts'
import { type StreamedFile, streamToFile } from '../deliver/stream-to-file.ts'
import { toStream } from '../deliver/to-stream.ts'
import { fail } from '../errors/dvm-error.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { Warning } from '../model/changelog.ts'
import type { DumpKind, DumpManifest, DumpOptions } from '../model/dump-manifest.ts'
import { realPath } from '../storage/real-path.ts'
import { createStagedFile } from '../storage/staging.ts'
import { loadDumpTemplates } from '../template/load-dump-templates.ts'
import type { Context } from './context.ts'
import type { PackageTarget } from './package-target.ts'
import { planDump, planReading } from './plan-dump.ts'

export interface DumpRequest {
  readonly options: DumpOptions
  /** The program to read the database with; null looks for one. */
  readonly pgDump: string | null
  readonly target: PackageTarget
  /** Ends pg_dump where nobody waits for the package any more; the run then fails with the signal's reason. */
  readonly signal?: AbortSignal
}

/** What was written, and with which objects. */
interface Written {
  readonly file: StreamedFile
  readonly objects: Readonly<Record<string, number>>
}

/**
 * Reads the live database with pg_dump into a package. All that goes in, our own queries included, is read in one
 * snapshot. Fails with DATABASE_*, TOOL_*, PATTERN_UNMATCHED, LEFT_OUT_NEEDED, DUMP_UNSAFE, FILE_WRITE_FAILED; nothing is
 * left then.
 */
export async function dumpDatabase(context: Context, kind: DumpKind, request: DumpRequest): Promise<DumpManifest> {
  const { database, settings } = context
  if (database === null || settings.database === null) throw fail('DATABASE_REQUIRED', { command: `package ${kind}` })
  const target = settings.database
  const chooseTool = findPgDump(request.pgDump, realPath)
  return database.withReadOnly(async (client) => {
    // pg_dump reads for as long as it takes, and the snapshot is needed again at the end.
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0')
    const warnings: Warning[] = []
    const server = await readServerFacts(client)
    const [tool, planned] = await Promise.all([
      chooseTool(Math.floor(server.versionNumber / 10_000)),
      planReading(context, client, kind, request.options, server),
    ])
    const snapshot = await exportSnapshot(client)
    // Started before the rest is planned: both read the catalog, and pg_dump takes longer over it.
    const dump = streamPgDump(tool.program, target, dumpArguments(planned.reading, snapshot), (message) =>
      warnings.push({ code: 'TOOL_FAILED', message, place: null }),
    )
    const stop = (): void => void dump.stop()
    request.signal?.addEventListener('abort', stop, { once: true })
    try {
      request.signal?.throwIfAborted()
      const plan = await planDump(context, client, planned, tool.version, warnings)
      const written = await deliver(context, request, (path) => write(client, plan, dump.chunks, path))
      return manifestOf(plan, written, warnings)
    } catch (error) {
      request.signal?.throwIfAborted()
      throw error
    } finally {
      request.signal?.removeEventListener('abort', stop)
      await dump.stop()
    }
  })
}

async function deliver(
  { settings }: Context,
  { target }: DumpRequest,
  writeTo: (path: string) => Promise<Written>,
): Promise<Written> {
  if ('file' in target) return writeTo(target.file)
  // A stream cannot be taken back: the package is finished first, then sent.
  const staged = await createStagedFile(settings.stateDir, '.sql')
  try {
    const written = await writeTo(staged.path)
    await toStream(staged.open(), target.stream)
    return written
  } finally {
    await staged.remove()
  }
}

async function write(client: Client, plan: DumpPlan, chunks: AsyncIterable<Buffer>, path: string): Promise<Written> {
  const templates = loadDumpTemplates()
  let objects: Readonly<Record<string, number>> = {}
  const file = await streamToFile(path, plan.options.compress, async (sink) => {
    const source = {
      chunks,
      ownRows: () => ownRows(client, plan),
      count: (filter: DumpFilter) => count(client, plan, filter),
    }
    objects = await writeDump(plan, templates, source, sink)
  })
  return { file, objects }
}

async function exportSnapshot(client: Client): Promise<string> {
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_catalog.pg_export_snapshot() AS snapshot')
  return rows[0]?.snapshot ?? ''
}

async function ownRows(client: Client, { kind, options, holds, tables }: DumpPlan): Promise<string> {
  const copied = kind === 'full' && options.data
  const history = holds.history && options.history && !copied ? await historyRows(client, tables) : ''
  return history + (holds.lock ? freeLockRow(tables) : '')
}

async function count(
  client: Client,
  plan: DumpPlan,
  { objects }: DumpFilter,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await client.query<{ kind: string; n: number }>({
    text: `WITH dumped AS (SELECT * FROM unnest($1::oid[], $2::oid[]) AS d(catalog, oid)) ${COUNT_DUMPED}`,
    values: [objects.map(({ catalog }) => catalog), objects.map(({ oid }) => oid)],
  })
  const counts = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
  if (plan.kind !== 'full' || !plan.options.data || plan.scope.schemas !== null) return counts
  const large = await client.query<{ n: number }>(
    'SELECT pg_catalog.count(*)::int AS n FROM pg_catalog.pg_largeobject_metadata',
  )
  return { ...counts, [LARGE_OBJECT]: large.rows[0]?.n ?? 0 }
}

function manifestOf(plan: DumpPlan, { file, objects }: Written, warnings: readonly Warning[]): DumpManifest {
  return {
    product: PRODUCT,
    productVersion: PRODUCT_VERSION,
    kind: plan.kind,
    generatedAt: plan.generatedAt,
    source: plan.source,
    fingerprint: plan.fingerprint,
    serverVersion: plan.server.version,
    encoding: plan.server.encoding,
    pgDumpVersion: plan.pgDumpVersion,
    transaction: plan.options.transaction,
    client: clientOf(plan),
    options: plan.options,
    version: plan.version,
    objects,
    leftOut: plan.leftOut.names,
    warnings,
    allowed: plan.allowed,
    compression: plan.options.compress,
    bytes: file.bytes,
    sha256: file.sha256,
    content: file.content,
  }
}
