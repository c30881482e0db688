import type { Database } from '../database/database.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type { Settings } from '../model/settings.ts'
import type { SourceStorage } from '../storage/source-storage.ts'

/** What a task may use. `compose.ts` makes it; nothing else joins these parts. */
export interface Context {
  readonly settings: Settings
  readonly sources: SourceStorage
  /** `null` where no database was given. */
  readonly database: Database | null
  readonly clock: Clock
  readonly log: Log
}
