import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../database/database.ts'
import type { Manager } from './manager.ts'

/** That a job changed: its state, or `cancel` where it is to end. */
export interface JobNews {
  readonly id: string
  readonly word: string
}

/** Who is told when jobs change, on this instance or another. News can be missed: whoever waits for some looks as well. */
export interface JobWatch {
  /** Gives what takes the listener back. */
  subscribe(listener: (news: JobNews) => void): () => void
  close(): Promise<void>
}

/** How often the connection is tried: a server that went without a word sends no news, and no error either. */
const TRIED_MS = 10_000
const AGAIN_MS = 2_000

/** Listens on one connection of the manager's, from the first subscriber on, and again where it was lost. */
export function createJobWatch({ database, log }: Manager): JobWatch {
  const listeners = new Set<(news: JobNews) => void>()
  const closing = new AbortController()
  let listening: Promise<void> | null = null
  const rest = (milliseconds: number): Promise<void> =>
    pause(milliseconds, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)

  function tell(payload: string): void {
    const [id = '', word = ''] = payload.split(' ')
    for (const listener of listeners) listener({ id, word })
  }
  async function listen(client: Client): Promise<void> {
    client.onNotification(tell)
    await client.query('LISTEN dvm_job')
    // What came before is not told any more.
    tell(' queued')
    for (;;) {
      await rest(TRIED_MS)
      if (closing.signal.aborted) break
      await client.query('SELECT')
    }
    await client.query('UNLISTEN dvm_job')
  }
  async function keepListening(): Promise<void> {
    let deaf = false
    while (!closing.signal.aborted) {
      try {
        await database.withClient((client) => {
          deaf = false
          return listen(client)
        })
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        if (!deaf) log.warn('news of jobs cannot be heard; they are looked up meanwhile', { reason })
        deaf = true
        await rest(AGAIN_MS)
      }
    }
  }
  return {
    subscribe(listener) {
      listening ??= keepListening()
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closing.abort()
      await listening
    },
  }
}
