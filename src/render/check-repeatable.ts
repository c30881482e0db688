import { complaint } from '../errors/dvm-error.ts'
import { formatKey } from '../model/changeset.ts'
import type { Fragment, RenderedStatement } from '../model/fragment.ts'
import type { Rendering } from './render-statements.ts'

interface Unguarded {
  readonly fragment: Fragment
  readonly statement: RenderedStatement
  readonly object: string
}

/**
 * A statement outside any block runs whenever the file runs. `IF NOT EXISTS` makes that harmless as long as nothing
 * later takes its object away again, or brings it back: where a later statement does, the second run would undo it.
 */
export function checkRepeatable(fragments: readonly Fragment[], allow: readonly string[], rendering: Rendering): void {
  if (allow.includes('unguarded-statement')) return
  const open: Unguarded[] = []
  for (const fragment of fragments) {
    if (open.length === 0 && fragment.layout !== 'steps') continue
    for (const statement of fragment.statements()) {
      for (const item of open) if (undoes(statement, item)) complain(item, statement, rendering)
      const object = statement.class.kind === 'outside' ? (statement.class.repeatable?.object ?? null) : null
      if (object !== null) open.push({ fragment, statement, object })
    }
  }
}

function undoes(later: RenderedStatement, item: Unguarded): boolean {
  if (!/^\s*(?:drop|create|alter)\b/i.test(later.text)) return false
  const name = item.object.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?:^|[^\\w$])"?${name}"?(?:$|[^\\w$])`, 'i').test(later.text)
}

function complain(item: Unguarded, later: RenderedStatement, rendering: Rendering): void {
  const name = item.statement.class.kind === 'outside' ? item.statement.class.statement : 'statement'
  rendering.complain(
    complaint(
      'SQL_NOT_PACKAGEABLE',
      {
        statement: `${name} of ${item.object}`,
        reason: `a later statement changes the same object (${later.place.file}:${later.place.line}), so that a second run would do it again; use --client psql, or --allow unguarded-statement`,
      },
      item.statement.place,
      `in changeset ${formatKey(item.fragment.selected.changeset.key)}`,
    ),
  )
}
