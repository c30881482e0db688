import type { Database } from '../database/database.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'

/** The product's own tables, schema `dvm` of a database that may be another than those packaged. */
export interface Manager {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}
