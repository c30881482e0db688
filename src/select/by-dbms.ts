import type { Changeset } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { Decision } from '../model/selection.ts'

export function byDbms(changeset: Changeset): Decision | null {
  if (admitsPostgres(changeset.dbms)) return null
  return { verdict: 'skip', because: 'dbms-mismatch', detail: `dbms "${changeset.dbms.join(',')}" is not postgresql` }
}
