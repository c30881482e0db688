import type { SplitManifest } from '../../model/split.ts'
import type { Output } from '../output.ts'
import { shellQuote } from './shell-quote.ts'
import { formatTable } from './table.ts'
import { formatBytes } from './units.ts'
import { visible } from './visible.ts'

/** The parts in the order they run. */
export function formatSplit(folder: string, manifest: SplitManifest, output: Output): string {
  const { paint, width } = output
  const columns = [
    { title: 'file' },
    { title: 'changesets', align: 'right' as const },
    { title: 'size', align: 'right' as const },
    { title: 'sha256', cut: true },
  ]
  const rows = manifest.parts.map(({ file, manifest: part }) => [
    file,
    String(part.changesets.length),
    formatBytes(part.bytes),
    part.sha256,
  ])
  const { moved } = manifest
  const later = moved.map((key) => `${paint.warn('runs later than in the changelog')}: ${visible(key)}\n`).join('')
  const total = `${many(manifest.changesets, 'changeset')} in ${many(manifest.parts.length, 'part')}`
  const head = `${visible(folder)}: ${total}, ${formatBytes(manifest.bytes)}\n`
  return `${head}${formatTable(columns, rows, { paint, width })}${later}${paint.dim('run it    ')}psql -f ${shellQuote(`${folder}/${manifest.run.file}`)} "$TARGET_URL"\n`
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
