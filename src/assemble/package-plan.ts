import { sha256 } from '../kit/digest.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { SourceFingerprint } from '../model/fingerprint.ts'
import type { Fragment, PreconditionCode } from '../model/fragment.ts'
import type { PackageClient, TransactionMode } from '../model/package.ts'
import type { PackagePath } from '../model/package-path.ts'
import type { PackageKind } from '../model/selection.ts'
import type { PlacedTables } from '../model/settings.ts'

/** Where a package begins that leads from one point to another. */
export interface StartPoint {
  readonly path: PackagePath
  /** What a target may have beside `required` and the package's own changesets. */
  readonly known: readonly ChangesetKey[]
  /** Whether a target that has anything else is refused. */
  readonly exact: boolean
}

/** Everything a package is made of, decided before its first byte is written. */
export interface PackagePlan {
  readonly kind: PackageKind
  readonly changelog: string
  /** The database the package was built from, without password; null for `offline`. */
  readonly source: string | null
  /** Its catalog's; null without one, and where it was not asked for. */
  readonly fingerprint: SourceFingerprint | null
  readonly generatedAt: string
  readonly transaction: TransactionMode
  readonly client: PackageClient
  readonly tables: PlacedTables
  /** Set as first schema of the search path, as Liquibase's defaultSchemaName does; null leaves the target's own. */
  readonly defaultSchema: string | null
  readonly lockWait: number
  /** `server_version_num` of the oldest server that may run it. */
  readonly minServerVersion: number
  /** Whether its text needs encoding UTF8. */
  readonly unicode: boolean
  /** Changelog-level preconditions: they decide whether the target is taken at all. */
  readonly preconditions: readonly PreconditionCode[]
  /** Changesets the target must have already; empty where the package asks for nothing. */
  readonly required: readonly ChangesetKey[]
  /** Null where a target may have anything beside those, and no path is told. */
  readonly start: StartPoint | null
  readonly fragments: readonly Fragment[]
  /** SHA-256 of every file that was read, by its path. */
  readonly sourceDigests: ReadonlyMap<string, string>
  /** Rules that `--allow` loosened. */
  readonly allowed: readonly string[]
  /** Lines for the header: what was allowed, what is left out, what a reader should know. */
  readonly notes: readonly string[]
}

/** Short name of a package, the same for the same contents: it marks the session that runs it. */
export function packageId(plan: PackagePlan): string {
  const facts = [plan.kind, plan.transaction, plan.client, plan.tables, plan.defaultSchema, plan.generatedAt]
  const changesets = plan.fragments.map((fragment) => [fragment.selected.changeset.key, fragment.checksum])
  return sha256(JSON.stringify([facts, plan.required, plan.start, changesets])).slice(0, 12)
}

/** The major version people know: 150018 is `15`. */
export function serverName(version: number): string {
  return String(Math.floor(version / 10000))
}
