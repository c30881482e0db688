import type { Writable } from 'node:stream'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type { Settings } from '../model/settings.ts'
import type { Environment } from '../settings/settings-input.ts'
import type { Context } from '../task/context.ts'

/** Where text goes: a terminal, a file or a pipe. */
export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

export interface Server {
  readonly url: string
  /** Settles when the server has closed, which a signal makes it do. */
  readonly closed: Promise<void>
}

export interface ServeFlags {
  readonly host: string
  /** `null`: the usual one, or the next that is free. */
  readonly port: number | null
  readonly deploy: boolean
}

/** What the command line needs of the world. `cli.ts` joins it. */
export interface Parts {
  /** Absolute; where the person stands. */
  readonly directory: string
  readonly environment: Environment
  readonly stdout: Stream
  readonly stderr: Stream
  readonly clock: Clock
  readFile(path: string): Uint8Array
  /** Writes a whole file or nothing. */
  writeFile(path: string, text: string): void
  compose(settings: Settings, log: Log): Promise<Context>
  serve(settings: Settings, options: ServeFlags): Promise<Server>
  /** What must never be shown; commands add to it as soon as they know. */
  readonly secrets: string[]
}
