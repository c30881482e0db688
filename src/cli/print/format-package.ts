import type { PackageManifest } from '../../model/package.ts'
import type { Output } from '../output.ts'
import { formatBytes } from './units.ts'
import { visible } from './visible.ts'

/** What was built and how to run it. `file` is `null` where the package went to standard output. */
export function formatPackage(file: string | null, manifest: PackageManifest, output: Output): string {
  const { paint } = output
  const count = manifest.changesets.length
  const lines: [string, string][] = [
    ['package', visible(file ?? 'standard output')],
    ['kind', `${manifest.kind}, ${count} ${count === 1 ? 'changeset' : 'changesets'}, ${formatBytes(manifest.bytes)}`],
    ['sha256', manifest.sha256],
  ]
  if (manifest.allowed.length > 0) lines.push(['allowed', paint.warn(manifest.allowed.join(', '))])
  if (manifest.warnings.length > 0) lines.push(['warnings', paint.warn(String(manifest.warnings.length))])
  lines.push(['run it', file === null ? 'psql -f - "$TARGET_URL"' : `psql -f ${shellQuote(file)} "$TARGET_URL"`])
  return lines.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
}

function shellQuote(path: string): string {
  const text = visible(path)
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
