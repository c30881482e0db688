import { complaint } from '../errors/dvm-error.ts'
import { formatKey } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import type { HistoryRoom } from '../model/history.ts'
import type { Rendering } from './render-statements.ts'

/** How many characters the columns of `databasechangelog` hold, as Liquibase makes them. */
export const HISTORY_TEXT = 255

const COLUMNS = ['id', 'author', 'filename', 'tag', 'contexts', 'labels']

/**
 * Complains of what no history row can hold: Liquibase runs such a changeset, fails to record it and takes it back. `room` is
 * what the target's own columns hold, as far as they are known.
 */
export function checkRecordable(
  fragments: readonly Pick<Fragment, 'selected' | 'columns'>[],
  rendering: Rendering,
  room: HistoryRoom = {},
): void {
  const least = Math.min(...COLUMNS.map((column) => roomOf(room, column)))
  for (const { selected, columns } of fragments) {
    const { key, place } = selected.changeset
    const { tag, contexts, labels } = columns
    if ([key.id, key.author, key.path, tag, contexts, labels].every((text) => (text ?? '').length <= least)) continue
    const held = [
      ['id', 'id', key.id],
      ['author', 'author', key.author],
      ['file name', 'filename', key.path],
      ['tag', 'tag', tag],
      ['list of contexts', 'contexts', contexts],
      ['list of labels', 'labels', labels],
    ] as const
    for (const [what, column, value] of held) {
      const most = roomOf(room, column)
      // Characters are counted where their number can matter only.
      const length = value === null || value.length <= most ? 0 : [...value].length
      if (length <= most) continue
      const detail = `the ${what} of changeset ${shown(formatKey(key))} has ${length} characters, and its history entry has room for ${most}`
      rendering.complain(complaint('CHANGELOG_INVALID', { detail }, place))
    }
  }
}

function roomOf(room: HistoryRoom, column: string): number {
  const size = room[column] ?? HISTORY_TEXT
  // These two are widened where they are shorter.
  return column === 'contexts' || column === 'labels' ? Math.max(size, HISTORY_TEXT) : size
}

function shown(text: string): string {
  const letters = [...text]
  return letters.length <= 80 ? text : `${letters.slice(0, 60).join('')}…`
}
