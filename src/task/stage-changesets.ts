import type {
  EnvironmentPackageRequest,
  IncrementalPackageRequest,
  LiquibasePackageRequest,
  RollbackPackageRequest,
  SqlPackageRequest,
} from '../model/package-request.ts'
import type { RollbackManifest } from '../model/rollback.ts'
import { buildPackage } from './build-package.ts'
import type { Stage, Staged } from './staged.ts'

type ChangesetsRequest =
  | SqlPackageRequest
  | IncrementalPackageRequest
  | EnvironmentPackageRequest
  | RollbackPackageRequest
  | LiquibasePackageRequest

/** One file made of changesets: SQL, or XML for Liquibase. */
export async function stageChangesets(given: Stage, request: ChangesetsRequest): Promise<Staged> {
  const manifest = await build(given, request)
  const { bytes, sha256, changesets } = manifest
  return { manifest, bytes, sha256, changesets: changesets.length }
}

async function build(given: Stage, request: ChangesetsRequest) {
  const { context, path, onProgress } = given
  const target = { file: path }
  if (request.kind === 'rollback') return buildRollbackTo(given, request)
  if (request.kind !== 'liquibase') {
    return buildPackage(context, { kind: context.settings.package.kind, target, onProgress })
  }
  const { buildBundle } = await import('./build-bundle.ts')
  return buildBundle(context, { kind: context.settings.package.kind, target, onProgress })
}

/** Loaded when it is asked for: the grammar of PostgreSQL comes with it. */
export async function buildRollbackTo(
  { context, path, onProgress }: Stage,
  request: Omit<RollbackPackageRequest, 'kind' | 'contexts' | 'labels' | 'transaction' | 'client'>,
): Promise<RollbackManifest> {
  const { buildRollback } = await import('./build-rollback.ts')
  const { to, allowIrreversible, proposed, expectRows, expectSourceRows } = request
  const choices = { to, allowIrreversible, proposed, expectRows, expectSourceRows }
  return buildRollback(context, { ...choices, target: { file: path }, onProgress })
}
