import type { Complaint } from '../errors/dvm-error.ts'
import type { Change } from './change.ts'
import type { Place } from './place.ts'
import type { PreconditionContainer } from './precondition.ts'
import type { SqlVisitor } from './sql-visitor.ts'

/** Identity of a changeset; `path` is what stands in column FILENAME. */
export interface ChangesetKey {
  readonly id: string
  readonly author: string
  readonly path: string
}

/** Something wrong with a changeset. */
export interface Fault extends Complaint {
  /**
   * What it keeps from being done: `run`, which Liquibase does not ask of a changeset that ran and is not to run again;
   * `checksum`, the same, but its checksum cannot be computed either. Where it is not given nothing can be done.
   */
  readonly blocks?: 'run' | 'checksum'
}

export interface Changeset {
  readonly key: ChangesetKey
  /** Where the changeset begins, in the physical file. */
  readonly place: Place
  /** Own context expression as written; `null` when none. */
  readonly context: string | null
  /** Expressions of the changelogs and includes around it, innermost first. */
  readonly inheritedContexts: readonly string[]
  /** Own labels, lower case, in order. */
  readonly labels: readonly string[]
  /** Labels of the includes around it, innermost first. */
  readonly inheritedLabels: readonly (readonly string[])[]
  /** Lower-case names, `!` kept; empty when the changeset is for every database. */
  readonly dbms: readonly string[]
  readonly ignore: boolean
  readonly runAlways: boolean
  readonly runOnChange: boolean
  readonly runInTransaction: boolean
  /** `null` when not written: Liquibase then fails on error. */
  readonly failOnError: boolean | null
  readonly runOrder: 'first' | 'last' | null
  readonly comments: string | null
  readonly validChecksums: readonly string[]
  readonly preconditions: PreconditionContainer | null
  readonly changes: readonly Change[]
  /** Explicit rollback; `null` when the changeset has none. */
  readonly rollback: readonly Change[] | null
  /** What keeps that from running; nothing else asks for it. */
  readonly rollbackFaults: readonly Complaint[]
  /** `modifySql`, in order, as far as it counts in this run. */
  readonly visitors: readonly SqlVisitor[]
  /** What keeps it from running; it counts as soon as the changeset is asked for, or has to run. */
  readonly faults: readonly Fault[]
  readonly quotingStrategy: 'LEGACY' | 'QUOTE_ALL_OBJECTS' | 'QUOTE_ONLY_RESERVED_WORDS'
}

/** `path::id::author`, the form Liquibase prints. */
export function formatKey(key: ChangesetKey): string {
  return `${key.path}::${key.id}::${key.author}`
}

/** The string under which a changeset is matched with its history entry: path normalised as Liquibase does. */
export function identity(key: ChangesetKey): string {
  return `${normalizePath(key.path)}\u0000${key.id}\u0000${key.author}`
}

/**
 * A changelog path as Liquibase compares it (DatabaseChangeLog.normalizePath): no `classpath:`, no drive, no leading
 * slash, `\` as `/`, and no `.`, `..` or empty segments.
 */
export function normalizePath(path: string): string {
  let text = path.startsWith('classpath:') ? path.slice('classpath:'.length) : path
  text = text.replaceAll('\\', '/')
  text = text.replace(/^[a-zA-Z]:/, '')
  if (text.startsWith('/')) text = text.slice(1)
  if (!/(^|\/)(\.{0,2})(\/|$)/.test(text)) return text
  const kept: string[] = []
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop()
    else kept.push(segment)
  }
  return kept.join('/')
}
