import type { BundleManifest } from '../../model/bundle.ts'
import { formatKey } from '../../model/changeset.ts'
import type { Output } from '../output.ts'
import { shellQuote } from './shell-quote.ts'
import { formatBytes } from './units.ts'
import { visible } from './visible.ts'

/** More than these are in the manifest. */
const LISTED = 10

/** What was built, which checksums Liquibase does not compute from it, and how to run it. */
export function formatBundle(file: string | null, manifest: BundleManifest, output: Output): string {
  const { paint } = output
  const { changesets, checksums } = manifest
  const count = changesets.length
  const lines: [string, string][] = [
    ['package', visible(file ?? 'standard output')],
    ['kind', `${manifest.kind}, ${count} ${count === 1 ? 'changeset' : 'changesets'}, ${formatBytes(manifest.bytes)}`],
    ['sha256', manifest.sha256],
    ['checksums', checksumText(checksums, count)],
  ]
  const others = changesets.filter(({ kept }) => kept !== 'computed')
  for (const { key, kept } of others.slice(0, LISTED))
    lines.push(['', paint.dim(`${kept}: ${visible(formatKey(key))}`)])
  if (others.length > LISTED) lines.push(['', paint.dim(`and ${others.length - LISTED} more, in the manifest`)])
  if (manifest.allowed.length > 0) lines.push(['allowed', paint.warn(manifest.allowed.join(', '))])
  if (manifest.warnings.length > 0) lines.push(['warnings', paint.warn(String(manifest.warnings.length))])
  lines.push(['run it', `liquibase update --changelog-file=${shellQuote(file ?? 'FILE')} --url="$JDBC_URL"`])
  return lines.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
}

function checksumText({ computed, recorded, accepted }: BundleManifest['checksums'], count: number): string {
  const notes = [
    ...(recorded === 0 ? [] : [`${recorded} recorded by the changeset itself`]),
    ...(accepted === 0 ? [] : [`${accepted} only accepted`]),
  ]
  return `kept: ${computed + recorded} of ${count}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}
