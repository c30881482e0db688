import type { SqlContext } from '../change-type.ts'
import { assignedLiteral } from '../data-type/bare-literal.ts'
import { dateLiteral } from '../data-type/date-value.ts'
import type { SqlValue } from '../data-type/sql-value.ts'

/** A value as INSERT writes it: as UPDATE does, but a day of YAML keeps its time. Rule: InsertGenerator.generateValues. */
export function insertedLiteral(value: SqlValue | null, context: SqlContext): string {
  if (value === null) return 'NULL'
  return value.kind === 'date' ? dateLiteral(value.date) : assignedLiteral(value, context)
}

/** A value as UPDATE sets it. */
export function updatedLiteral(value: SqlValue | null, context: SqlContext): string {
  return value === null ? 'NULL' : assignedLiteral(value, context)
}
