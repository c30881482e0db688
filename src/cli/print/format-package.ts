import { formatKey } from '../../model/changeset.ts'
import type { PackageManifest } from '../../model/package.ts'
import { formatDifference, type PathPoint } from '../../model/package-path.ts'
import type { Output } from '../output.ts'
import { shellQuote } from './shell-quote.ts'
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
    ...pathLines(manifest.path),
  ]
  if (manifest.allowed.length > 0) lines.push(['allowed', paint.warn(manifest.allowed.join(', '))])
  if (manifest.warnings.length > 0) lines.push(['warnings', paint.warn(String(manifest.warnings.length))])
  lines.push(['run it', file === null ? 'psql -f - "$TARGET_URL"' : `psql -f ${shellQuote(file)} "$TARGET_URL"`])
  return lines.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
}

/** Both ends, and of two histories how far they differ: the manifest and the header list it all. */
function pathLines(path: PackageManifest['path']): [string, string][] {
  if (path === null) return []
  const point = ({ version, changesets, last }: PathPoint): string =>
    visible(
      last === null
        ? version
        : `${version} = order ${last.order}, ${formatKey(last.key)} (${changesets} ${changesets === 1 ? 'changeset' : 'changesets'})`,
    )
  const differences = path.differences.map((one): [string, string] => ['differs', visible(formatDifference(one))])
  return [['from', point(path.from)], ['to', point(path.to)], ...differences]
}
