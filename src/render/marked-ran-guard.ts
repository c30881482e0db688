import { type ChangesetKey, normalizePath } from '../model/changeset.ts'
import type { PreconditionCode } from '../model/fragment.ts'
import type { Sql } from '../model/sql.ts'
import { normalizedPath } from '../sql/normalized-path.ts'
import { literal, trusted } from '../sql/sql.ts'

/** Code that keeps a rollback from running where the target has its changeset only marked as ran: nothing is there then. */
export function markedRanGuard(key: ChangesetKey, historyTable: Sql): PreconditionCode {
  const path = normalizedPath(trusted('h.filename'))
  const same = `h.id = ${literal(key.id)} AND h.author = ${literal(key.author)} AND ${path} = ${literal(normalizePath(key.path))}`
  const code = `    IF EXISTS (SELECT FROM ${historyTable} AS h WHERE ${same} AND h.exectype = 'MARK_RAN') THEN
      dvm_exectype := 'MARK_RAN';
    END IF;
`
  return { declarations: trusted(''), code: trusted(code) }
}
