import type { Log } from '../../kit/log.ts'
import type { ServerInstallation } from './choose-server.ts'
import type { LaunchedServer } from './launch-server.ts'
import { startOrJoin } from './start-or-join.ts'

/** A server that is killed this often has a cause that no restart mends. */
const RESTARTS = 5

/** Starts the server again, on the port its clients know, when it ends unasked. Gives the function that ends it for good. */
export function superviseServer(
  first: LaunchedServer,
  installation: ServerInstallation,
  settings: Readonly<Record<string, string>>,
  log: Log,
): () => Promise<void> {
  let server: LaunchedServer | null = first
  let stopping = false
  let restarting: Promise<void> = Promise.resolve()
  let restartsLeft = RESTARTS
  const watch = (watched: LaunchedServer): void => {
    void watched.ended.then(() => {
      if (!stopping) restarting = restart(watched.port)
    })
  }
  const restart = async (port: number): Promise<void> => {
    server = null
    if (restartsLeft === 0) return log.error('the embedded PostgreSQL ends again and again; not restarted')
    restartsLeft -= 1
    log.warn('the embedded PostgreSQL ended unasked; starting it again', { port })
    try {
      const started = await startOrJoin(installation, settings, port)
      server = started.server
      if (started.port !== port) log.error('the embedded PostgreSQL had to change its port; restart this process')
      if (server !== null) watch(server)
    } catch (cause) {
      log.error('the embedded PostgreSQL did not start again', { reason: (cause as Error).message })
    }
  }
  watch(first)
  return async () => {
    stopping = true
    await restarting
    await server?.stop()
  }
}
