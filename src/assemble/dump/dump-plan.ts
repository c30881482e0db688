import { sha256 } from '../../kit/digest.ts'
import type { DumpKind, DumpOptions, DumpVersion } from '../../model/dump-manifest.ts'
import type { SourceFingerprint } from '../../model/fingerprint.ts'
import type { ServerFacts } from '../../model/history.ts'
import type { PlacedTables } from '../../model/settings.ts'
import type { LeftOut } from './find-left-out.ts'
import type { DumpNeeds } from './read-needs.ts'
import type { DumpScope } from './resolve-scope.ts'

/** What pg_dump is told: all that must be known before it is started. */
export interface DumpReading {
  readonly kind: DumpKind
  readonly options: DumpOptions
  readonly server: ServerFacts
  readonly scope: DumpScope
  readonly tables: PlacedTables
  /** Which of the two Liquibase tables go along, with their definitions. */
  readonly holds: { readonly lock: boolean }
}

/** Everything around a dump, decided before the first byte of it is written. */
export interface DumpPlan extends DumpReading {
  readonly generatedAt: string
  /** `user@host:port/database`, without password. */
  readonly source: string
  /** Its catalog's; null where the package leaves something of it out. */
  readonly fingerprint: SourceFingerprint | null
  readonly pgDumpVersion: string
  readonly version: DumpVersion
  readonly needs: DumpNeeds
  readonly leftOut: LeftOut
  readonly holds: { readonly history: boolean; readonly lock: boolean }
  /** Whether the source has schema public, which pg_dump expects to be there. */
  readonly hasPublic: boolean
  /** Lines for the header. */
  readonly notes: readonly string[]
  readonly allowed: readonly string[]
}

/** Short name of a package: it marks the session that runs it. */
export function dumpId({ kind, generatedAt, source, options, version }: DumpPlan): string {
  return sha256(JSON.stringify([kind, generatedAt, source, options, version])).slice(0, 12)
}

/** COPY can be read by psql alone. */
export function clientOf({ kind, options }: Pick<DumpPlan, 'kind' | 'options'>): 'any' | 'psql' {
  return kind === 'full' && options.data && options.rowsPerInsert === null ? 'psql' : 'any'
}

/** The oldest server that is taken, as `server_version_num`: the source's major, unless older ones are allowed. */
export function minServerVersion({ server, allowed }: Pick<DumpPlan, 'server' | 'allowed'>): number {
  return allowed.includes('older-server') ? 110_000 : Math.floor(server.versionNumber / 10_000) * 10_000
}
