import { complaint } from '../errors/dvm-error.ts'
import { formatKey } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import type { Rendering } from './render-statements.ts'

/** The columns of databasechangelog are varchar(255). */
const LENGTH = 255

/** Complains of what no history row can hold: Liquibase runs such a changeset, fails to record it and takes it back. */
export function checkRecordable(fragments: readonly Fragment[], rendering: Rendering): void {
  for (const { selected, columns } of fragments) {
    const { key, place } = selected.changeset
    const held = {
      id: key.id,
      author: key.author,
      'file name': key.path,
      tag: columns.tag,
      'list of contexts': columns.contexts,
      'list of labels': columns.labels,
    }
    for (const [what, value] of Object.entries(held)) {
      // Characters are counted where their number can matter only.
      const length = value === null || value.length <= LENGTH ? 0 : [...value].length
      if (length <= LENGTH) continue
      const detail = `the ${what} of changeset ${shown(formatKey(key))} has ${length} characters, and its history entry has room for ${LENGTH}`
      rendering.complain(complaint('CHANGELOG_INVALID', { detail }, place))
    }
  }
}

function shown(text: string): string {
  const letters = [...text]
  return letters.length <= 80 ? text : `${letters.slice(0, 60).join('')}…`
}
