import { type Changeset, normalizePath } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { Frame } from './frame.ts'

/**
 * The changesets that a rollback refers to: of the innermost changelog that has any by now. Case is ignored. Rule:
 * Liquibase, DatabaseChangeLog.getChangeSets, called up the chain of includes.
 */
export function findChangesets(frame: Frame, path: string, author: string | null, id: string): readonly Changeset[] {
  const wanted = normalizePath(path).toLowerCase()
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const found = at.changesets.filter(
      ({ key, dbms }) =>
        key.id.toLowerCase() === id.toLowerCase() &&
        key.author.toLowerCase() === author?.toLowerCase() &&
        normalizePath(key.path).toLowerCase() === wanted &&
        admitsPostgres(dbms),
    )
    if (found.length > 0) return found
  }
  return []
}
