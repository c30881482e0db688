import type { BuildManifest } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { visible } from './visible.ts'

/** The fragment in words; pipelines take `--format json`. */
export function formatBuildManifest(manifest: BuildManifest, output: Output): string {
  const { paint } = output
  const own = manifest.components.DatabaseVersionManager
  const { connected, migrationCount, lastMigration } = own.database
  const lines = [
    ['version', `${own.version}, built ${own.buildDate}`],
    ['commit', `${own.commit ?? 'unknown'} on ${own.branch ?? 'unknown'}`],
    ['health', own.healthStatus],
    ['database', connected ? `${migrationCount} migrations, last ${lastMigration ?? 'none'}` : 'not connected'],
    ['package', own.package === null ? 'none' : `${own.package.file}, sha256 ${own.package.sha256}`],
    ['built in', own.performance.packageGenerationTime ?? 'not measured'],
    ['ready', own.deploymentReady ? paint.good('yes') : paint.bad('no')],
  ]
  const blocks = own.deploymentBlocks.map((block) => `  ${paint.bad('blocked:')} ${visible(block)}\n`)
  return lines.map(([name = '', text = '']) => `${paint.dim(name.padEnd(10))}${text}\n`).join('') + blocks.join('')
}
