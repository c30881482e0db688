import type { DumpManifest } from '../../model/dump-manifest.ts'
import type { Output } from '../output.ts'
import { shellQuote } from './shell-quote.ts'
import { formatBytes } from './units.ts'
import { visible } from './visible.ts'

/** What was built and how to run it. `file` is `null` where the package went to standard output. */
export function formatDump(file: string | null, manifest: DumpManifest, output: Output): string {
  const { paint } = output
  const { version, compression, content, objects } = manifest
  const packed = compression === 'none' ? '' : `, ${formatBytes(content.bytes)} unpacked`
  const lines: [string, string][] = [
    ['package', visible(file ?? 'standard output')],
    ['kind', `${manifest.kind}, ${count(objects['table'] ?? 0, 'table')}, ${formatBytes(manifest.bytes)}${packed}`],
    ['source', visible(`${manifest.source}, PostgreSQL ${manifest.serverVersion}`)],
    ['version', visible(standing(version))],
    ['sha256', manifest.sha256],
  ]
  if (manifest.leftOut.length > 0) lines.push(['left out', count(manifest.leftOut.length, 'object')])
  if (manifest.allowed.length > 0) lines.push(['allowed', paint.warn(manifest.allowed.join(', '))])
  if (manifest.warnings.length > 0) lines.push(['warnings', paint.warn(String(manifest.warnings.length))])
  lines.push(['run it', command(file, compression)])
  return lines.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
}

function standing({ changesets, lastChangeset, lastTag }: DumpManifest['version']): string {
  if (changesets === null) return 'unknown, there is no history'
  const last = lastChangeset === null ? '' : `, last ${lastChangeset}`
  return `${count(changesets, 'changeset')}${last}${lastTag === null ? '' : `, tag ${lastTag}`}`
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

function command(file: string | null, compression: DumpManifest['compression']): string {
  const path = file === null ? '-' : shellQuote(file)
  if (compression === 'none') return `psql -f ${path} "$TARGET_URL"`
  return `${compression} -dc ${file === null ? '' : `${path} `}| psql "$TARGET_URL"`
}
