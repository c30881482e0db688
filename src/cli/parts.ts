import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type { ServerSettings } from '../model/server-settings.ts'
import type { DatabaseTarget, Settings } from '../model/settings.ts'
import type { Environment } from '../settings/settings-input.ts'
import type { Context } from '../task/context.ts'
import type { Manager } from '../task/manager.ts'

/** Where text goes: a terminal, a file or a pipe. */
export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

export interface Server {
  readonly url: string
  /** Settles when the server has closed, which a signal makes it do. */
  readonly closed: Promise<void>
}

/** Where the product's own tables are. */
export interface ManagerPlace {
  /** Null: those of the private PostgreSQL below the state folder, where it has ever run. */
  readonly database: DatabaseTarget | null
  readonly stateDir: string
  /** Whether tables that are missing are made; where not, they have to be there. */
  readonly migrate: boolean
}

/** What the command line needs of the world. `cli.ts` joins it. */
export interface Parts {
  /** Absolute; where the person stands. */
  readonly directory: string
  readonly environment: Environment
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Stream
  readonly stderr: Stream
  readonly clock: Clock
  readFile(path: string): Uint8Array
  /** Writes a whole file or nothing. */
  writeFile(path: string, text: string): void
  compose(settings: Settings, log: Log): Promise<Context>
  /** Lends the product's own tables. Fails with SETTING_MISSING where there are none, and as `openManager`. */
  withManager<T>(place: ManagerPlace, log: Log, use: (manager: Manager) => Promise<T>): Promise<T>
  serve(settings: Settings, server: ServerSettings): Promise<Server>
  /** What must never be shown; commands add to it as soon as they know. */
  readonly secrets: string[]
}
