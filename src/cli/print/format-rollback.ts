import { formatPlace } from '../../model/place.ts'
import type { RollbackManifest, UndoneChangeset } from '../../model/rollback.ts'
import type { Output } from '../output.ts'
import { formatPackage } from './format-package.ts'
import type { Paint } from './paint.ts'
import { formatTable } from './table.ts'
import { visible } from './visible.ts'

/** Lines about data before the rest is in the manifest. */
const MOST_LINES = 20

/** What was built, how each changeset is undone in numbers, and what data goes. */
export function formatRollback(file: string | null, manifest: RollbackManifest, output: Output): string {
  const { paint } = output
  const counts = new Map<string, number>()
  for (const { rollback } of manifest.undoes) counts.set(rollback, (counts.get(rollback) ?? 0) + 1)
  const undone = [...counts].map(([rollback, count]) => `${count} ${rollback}`).join(', ')
  const lines: [string, string][] = [
    ['back to', visible(manifest.to)],
    ['undone', undone === '' ? 'nothing: nothing ran after that' : undone],
  ]
  const { destroys } = manifest
  for (const { statement, object, changeset } of destroys.slice(0, MOST_LINES)) {
    lines.push(['destroys', paint.bad(visible(`${statement} ${object} (${changeset})`))])
  }
  if (destroys.length > MOST_LINES) lines.push(['destroys', paint.bad(`${destroys.length - MOST_LINES} more`)])
  if (counts.has('proposed')) lines.push(['proposed', paint.warn('read what is PROPOSED: nobody wrote it (--explain)')])
  const more = lines.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
  return `${more}${formatPackage(file, manifest, output)}`
}

/** How every changeset in question is undone, in the order of the package. */
export function formatUndoes(undoes: readonly UndoneChangeset[], output: Output): string {
  const { paint } = output
  return formatTable(
    [
      { title: 'ROLLBACK' },
      { title: 'ID', cut: true },
      { title: 'AUTHOR', cut: true },
      { title: 'WHERE', cut: true },
      { title: 'DESTROYS', cut: true },
      { title: 'WHY', cut: true },
    ],
    undoes.map(({ rollback, key, place, destroys, because }) => [
      { text: rollback, paint: paintOf(rollback, paint) },
      key.id,
      key.author,
      place === null ? key.path : formatPlace(place),
      destroys.map(({ statement, object }) => `${statement} ${object}`.trim()).join(', '),
      because.join('; '),
    ]),
    output,
  )
}

function paintOf(rollback: UndoneChangeset['rollback'], paint: Paint): (text: string) => string {
  switch (rollback) {
    case 'own':
    case 'derived':
    case 'restored':
      return paint.good
    case 'proposed':
      return paint.warn
    case 'none':
      return paint.bad
    case 'stays':
      return paint.dim
    default:
      return rollback satisfies never
  }
}
