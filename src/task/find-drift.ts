import type { Database } from '../database/database.ts'
import { fail } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import type { DriftReport, SchemaScope } from '../model/comparison.ts'
import type { PackageManifest } from '../model/package.ts'
import { formatPlace } from '../model/place.ts'
import type { Preparation } from '../model/preparation.ts'
import type { ApplyReport, OnProgress } from '../model/report.ts'
import type { Schema } from '../model/schema.ts'
import type { DatabaseTarget, Settings } from '../model/settings.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'
import { fingerprint } from '../schema/fingerprint.ts'
import { ignoreDifferences } from '../schema/ignore-differences.ts'
import { readSchema } from '../schema/read-schema.ts'
import { createStagedFile } from '../storage/staging.ts'
import { applyPackage } from './apply-package.ts'
import { buildPackage } from './build-package.ts'
import type { Context } from './context.ts'
import { ofOneMoment } from './of-one-moment.ts'
import { noteOnVersions, type ReadDatabase, readCompared, requireSchemas, toRequest } from './read-compared.ts'
import { withPreparedScratch } from './with-prepared-scratch.ts'

const ANY_SERVER = 100_000

export interface DriftRequest {
  readonly scope: SchemaScope
  /** Where the scratch database is made; `null`: on the database's own server if its role may, else on the embedded one. */
  readonly scratch: DatabaseTarget | null
  /** SQL that is run on the scratch database first: what was there before the first changeset, e.g. extensions. */
  readonly prepare: Preparation | null
  readonly onProgress?: OnProgress
}

/**
 * Runs again on a scratch database what the history says ran, and compares its schema with the live one. The live database is
 * only read, in one snapshot. Fails with REBUILD_FAILED where the changesets do not run there, with what keeps a package of
 * kind `deployed` from being built, SETTING_INVALID, SCRATCH_REFUSED, EMBEDDED_* and DATABASE_*.
 */
export async function findDrift(context: Context, request: DriftRequest): Promise<DriftReport> {
  const { database, settings, clock } = context
  if (database === null) throw fail('DATABASE_REQUIRED', { command: 'dvm drift' })
  const { scope } = request
  ignoreDifferences([], scope.ignore)
  const staged = await createStagedFile(settings.stateDir, '.sql')
  try {
    const { live, manifest } = await readLive(context, request, staged.path)
    const made = await rebuild(context, database, request, live, staged.path)
    requireSchemas(scope, [made.schema, live.schema])
    const { kept, ignored } = ignoreDifferences(compareSchemas(made.schema, live.schema), scope.ignore)
    return {
      drifted: kept.length > 0,
      checkedAt: clock.now().toISOString(),
      changelog: manifest.changelog,
      database: live.told,
      fingerprint: fingerprint(made.schema),
      scratchServer: made.server,
      changesets: manifest.changesets.length,
      differences: kept,
      ignored,
      notes: [...manifest.warnings.map(toNote), ...noteOnVersions(made.schema, live.schema)],
    }
  } finally {
    await staged.remove()
  }
}

function toNote({ place, message }: Warning): string {
  return place === null ? message : `${formatPlace(place)}: ${message}`
}

/** The live schema and the package of what ran there, of one moment: a deployment that comes between would look like drift. */
async function readLive(
  context: Context,
  { scope, onProgress }: DriftRequest,
  file: string,
): Promise<{ readonly live: ReadDatabase; readonly manifest: PackageManifest }> {
  return ofOneMoment(context, async (pinned) => {
    const live = await readCompared(pinned, scope, 'dvm drift')
    const settings = { ...context.settings, package: lenient(context.settings.package) }
    const build = { kind: 'deployed' as const, target: { file }, ...(onProgress === undefined ? {} : { onProgress }) }
    return { live, manifest: await buildPackage({ ...pinned, settings }, build) }
  })
}

/**
 * What no block can guard is asked about before it is sent, as psql would, so that nothing has to be refused; and the scratch
 * server may be older than the live one, which the report then says.
 */
function lenient(given: Settings['package']): Settings['package'] {
  return { ...given, client: 'psql', minServerVersion: given.minServerVersion ?? ANY_SERVER }
}

async function rebuild(
  context: Context,
  database: Database,
  { scope, scratch, prepare, onProgress }: DriftRequest,
  live: ReadDatabase,
  file: string,
): Promise<{ readonly schema: Schema; readonly server: string }> {
  const like = { database, server: live.server }
  return withPreparedScratch(context, { like, scratch, prepare }, async ({ context: made, server }) => {
    const report = await applyPackage(made, file, onProgress === undefined ? {} : { onProgress })
    if (!report.ok) throw rebuildFailed(report)
    const read = toRequest(scope, context.settings, live.server)
    return { schema: await made.database.withReadOnly((client) => readSchema(client, read)), server }
  })
}

function rebuildFailed({ failure, rows }: ApplyReport): Error {
  const place = rows.find(({ outcome }) => outcome === 'failed')?.place ?? null
  return fail('REBUILD_FAILED', { reason: failure?.message ?? 'no reason was given' }, place)
}
