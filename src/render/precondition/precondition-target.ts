import type { Complaint } from '../../errors/dvm-error.ts'
import type { Warning } from '../../model/changelog.ts'
import type { Changeset } from '../../model/changeset.ts'
import type { Sql } from '../../model/sql.ts'

/** What conditions are decided for. */
export interface PreconditionTarget {
  /** What the message calls it, e.g. `changeset a::1::me`. */
  readonly subject: string
  readonly historyTable: Sql
  /** Changelog-level conditions cannot skip one changeset: everything but WARN refuses the target. */
  readonly level: 'changelog' | 'changeset'
  /** Names of Liquibase's own two tables, which are there in whatever schema they are looked up. */
  readonly tables?: readonly string[]
  /** By which names are looked up; LEGACY where it is not given. */
  readonly quotingStrategy?: Changeset['quotingStrategy']
  /** Where it is false, not even HALT stops the package. */
  readonly failOnError?: boolean | null
  /** What becomes of conditions that nobody can decide; without it the first one is thrown. */
  readonly undecidable?: Undecidable
}

export interface Undecidable {
  /** Rules that `--allow` loosened: they may let conditions pass that are Java. */
  readonly allow: readonly string[]
  /** Hears of those that are made use of. */
  readonly onAllowed: (rule: string) => void
  readonly complain: (item: Complaint) => void
  readonly warn: (warning: Warning) => void
}
