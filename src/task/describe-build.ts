import { basename } from 'node:path'
import { DvmError } from '../errors/dvm-error.ts'
import { PRODUCT_VERSION } from '../kit/version.ts'
import type { PackageManifest } from '../model/package.ts'
import type { BuildManifest } from '../model/report.ts'
import { readGitHead } from '../storage/read-git-head.ts'
import { createStagedFile } from '../storage/staging.ts'
import { createBuildMeter } from './build-meter.ts'
import { buildPackage } from './build-package.ts'
import { checkHealth } from './check-health.ts'
import type { Context } from './context.ts'
import { listVersions } from './list-versions.ts'

/**
 * The build manifest's fragment: builds a package into `file` (or a temporary one), checks health, lists the versions,
 * and measures each. What fails does not throw: it stands in `deploymentBlocks`.
 */
export async function describeBuild(context: Context, file: string | null): Promise<BuildManifest> {
  const blocks: string[] = []
  const build = await measure(blocks, 'package', () => buildOnce(context, file))
  const meter = createBuildMeter()
  if (build !== null) meter.record({ at: context.clock.now().toISOString(), milliseconds: build.took })
  const health = await measure(blocks, 'health', () => checkHealth(context, meter))
  const versions = context.database === null ? null : await measure(blocks, 'versions', () => listVersions(context))
  if (health?.value.error !== undefined) blocks.push(`health: ${health.value.error.message}`)
  const git = readGitHead(process.cwd())
  const time = build === null ? null : milliseconds(build.took)
  const database = health?.value.database ?? { connected: false, migrationCount: 0, lastMigration: null }
  return {
    components: {
      DatabaseVersionManager: {
        version: PRODUCT_VERSION,
        buildDate: context.settings.generatedAt ?? context.clock.now().toISOString(),
        ...git,
        healthStatus: health?.value.status ?? 'UNHEALTHY',
        capabilities: {
          packageGeneration: build !== null,
          liquibaseSupport: build !== null,
          healthMonitoring: health !== null,
          selfContainedPackages: build !== null,
        },
        database: { ...database, packageGenerationTime: time },
        package: build === null ? null : { ...build.value, file: basename(build.value.file) },
        performance: {
          packageGenerationTime: time,
          apiResponseTime: versions === null ? null : milliseconds(versions.took),
          healthCheckTime: health === null ? null : milliseconds(health.took),
        },
        deploymentReady: blocks.length === 0,
        deploymentBlocks: blocks,
      },
    },
  }
}

interface Measured<T> {
  readonly value: T
  /** Milliseconds. */
  readonly took: number
}

async function measure<T>(blocks: string[], what: string, work: () => Promise<T>): Promise<Measured<T> | null> {
  const began = performance.now()
  try {
    const value = await work()
    return { value, took: performance.now() - began }
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    for (const item of error.complaints) blocks.push(`${what}: ${item.message} [${item.code}]`)
    return null
  }
}

async function buildOnce(
  context: Context,
  file: string | null,
): Promise<Pick<PackageManifest, 'sha256' | 'bytes'> & { file: string }> {
  if (file !== null) {
    const { sha256, bytes } = await buildPackage(context, { kind: null, target: { file } })
    return { file, sha256, bytes }
  }
  const staged = await createStagedFile(context.settings.stateDir, '.sql')
  try {
    const { sha256, bytes } = await buildPackage(context, { kind: null, target: { file: staged.path } })
    return { file: staged.path, sha256, bytes }
  } finally {
    await staged.remove()
  }
}

function milliseconds(value: number): string {
  return `${Math.round(value * 10) / 10} ms`
}
