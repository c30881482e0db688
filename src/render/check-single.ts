import { complaint } from '../errors/dvm-error.ts'
import { formatKey } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import type { Rendering } from './render-statements.ts'

/** Objects one transaction can lock with PostgreSQL's defaults (max_locks_per_transaction 64, max_connections 100). */
const LOCK_TABLE_ROOM = 6400

/** What ends with the transaction, and so with the changeset where each has its own. */
const TO_THE_END = /\bon\s+commit\s+(?:drop|delete\s+rows)\b/i

/** `--transaction single` is refused where a changeset cannot be part of one transaction, and warned of where it is long. */
export function checkSingle(fragments: readonly Fragment[], rendering: Rendering): void {
  let creates = 0
  for (const fragment of fragments) {
    const { changeset } = fragment.selected
    const refuse = (reason: string): void =>
      rendering.complain(
        complaint('TRANSACTION_SINGLE_REFUSED', { changeset: formatKey(changeset.key), reason }, changeset.place),
      )
    if (!changeset.runInTransaction) refuse('has runInTransaction="false"')
    for (const statement of fragment.statements()) {
      if (statement.class.kind === 'adds-enum-value') refuse('adds an enum value, which is usable only after a commit')
      const lasting = TO_THE_END.exec(statement.text)?.[0]
      if (lasting !== undefined) refuse(`uses ${lasting.trim()}, which would last beyond it`)
      if (/^\s*create\s/i.test(statement.text)) creates++
    }
  }
  if (creates > LOCK_TABLE_ROOM) {
    rendering.warn({
      code: 'LOCK_TABLE',
      message: `${creates} objects in one transaction may exhaust the lock table: raise max_locks_per_transaction or use --transaction per-changeset`,
      place: null,
    })
  }
}
