import { normalizePath } from '../../model/changeset.ts'
import type { Precondition } from '../../model/precondition.ts'
import { normalizedPath } from '../../sql/normalized-path.ts'
import { literal, trusted } from '../../sql/sql.ts'
import { decide } from './condition-code.ts'
import type { PreconditionTarget } from './precondition-target.ts'

type ChangesetExecuted = Extract<Precondition, { kind: 'changeSetExecuted' }>

/** Case counts in none of the three (RanChangeSet.isSameAs). */
export function changesetExecuted({ id, author, path }: ChangesetExecuted, target: PreconditionTarget): string {
  if (id === null || author === null) return decide('false')
  const same = (column: string, text: string): string =>
    `pg_catalog.lower(${column}) = pg_catalog.lower(${literal(text)})`
  const samePath = same(normalizedPath(trusted('h.filename')), normalizePath(path ?? ''))
  return decide(
    `EXISTS (SELECT FROM ${target.historyTable} AS h WHERE ${same('h.id', id)} AND ${same('h.author', author)} AND ${samePath} AND h.exectype NOT IN ('FAILED', 'SKIPPED'))`,
  )
}
