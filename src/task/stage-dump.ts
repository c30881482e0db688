import type { DumpManifest, DumpOptions } from '../model/dump-manifest.ts'
import type { FullPackageRequest, SchemaPackageRequest } from '../model/package-request.ts'
import { buildFullPackage } from './build-full-package.ts'
import { buildSchemaPackage } from './build-schema-package.ts'
import type { Stage, Staged } from './staged.ts'

/** One file of the live database. */
export async function stageDump(given: Stage, request: SchemaPackageRequest | FullPackageRequest): Promise<Staged> {
  const manifest = await build(given, request)
  const { bytes, sha256, version } = manifest
  return { manifest, bytes, sha256, changesets: version.changesets }
}

function build({ context, path, signal }: Stage, request: SchemaPackageRequest | FullPackageRequest) {
  const rest = { pgDump: null, target: { file: path }, ...(signal === undefined ? {} : { signal }) }
  const given = { ...rest, options: dumpOptions(request) }
  const manifest: Promise<DumpManifest> =
    request.kind === 'schema' ? buildSchemaPackage(context, given) : buildFullPackage(context, given)
  return manifest
}

/** What a request leaves in or out, in the words of the reader of databases. */
export function dumpOptions(request: SchemaPackageRequest | FullPackageRequest): DumpOptions {
  const { schemas, excludeTables, noOwner, noPrivileges, noHistory, transaction } = request
  const full = request.kind === 'full' ? request : null
  return {
    schemas,
    excludeTables,
    excludeTableData: full?.excludeTableData ?? [],
    privileges: !noPrivileges,
    owner: !noOwner,
    history: !noHistory,
    data: full?.includeData ?? false,
    indexes: full?.includeIndexes ?? true,
    functions: full?.includeFunctions ?? true,
    rowsPerInsert: full?.rowsPerInsert ?? null,
    transaction,
    compress: full?.compress ?? 'none',
  }
}
