import type { Changeset } from '../model/changeset.ts'
import { objectName } from './object-name.ts'

/**
 * A name as Liquibase looks for it in the catalog: in lower case, unless it mixes cases, begins with a digit, holds a `-` or
 * is a reserved word; QUOTE_ALL_OBJECTS takes every name as written. Rule: PostgresDatabase.correctObjectName.
 */
export function catalogName(name: string, strategy: Changeset['quotingStrategy'] = 'LEGACY'): string {
  if (strategy === 'QUOTE_ALL_OBJECTS') return name
  if (strategy === 'QUOTE_ONLY_RESERVED_WORDS') return /^".*"$/s.test(name) ? name : name.toLowerCase()
  return keepsItsCase(name) ? name : name.toLowerCase()
}

function keepsItsCase(name: string): boolean {
  if (/^\w*$/.test(name)) return objectName(name) !== name
  const mixed = /[A-Z]/.test(name) && /[a-z]/.test(name)
  return mixed || name.includes('-') || /^[0-9]/.test(name)
}
