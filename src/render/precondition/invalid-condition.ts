import { trim } from '../../kit/trim.ts'
import type { Precondition } from '../../model/precondition.ts'

/**
 * What Liquibase's validation finds wrong with a condition; `null` where that is nothing. It looks only at the conditions of
 * changelogs: among those of a changeset such a one merely does not hold, or cannot be checked.
 */
export function invalidityOf(condition: Precondition): string | null {
  switch (condition.kind) {
    case 'indexExists': {
      const { indexName, tableName, columnNames } = condition
      const known = indexName !== null || (tableName !== null && columnNames !== null)
      return known ? null : 'indexExists needs indexName, or tableName and columnNames'
    }
    case 'primaryKeyExists':
      if (condition.primaryKeyName !== null || condition.tableName !== null) return null
      return 'primaryKeyExists needs primaryKeyName or tableName'
    case 'uniqueConstraintExists':
      if (!isBlank(condition.constraintName) || !isBlank(condition.columnNames)) return null
      return 'uniqueConstraintExists needs constraintName or columnNames'
    case 'rowCount':
      if (!isBlank(condition.tableName) && condition.expectedRows !== null) return null
      return 'rowCount needs tableName and expectedRows'
    case 'tableIsEmpty':
      return isBlank(condition.tableName) ? 'tableIsEmpty needs tableName' : null
    default:
      return null
  }
}

function isBlank(text: string | null): boolean {
  return trim(text ?? '') === ''
}
