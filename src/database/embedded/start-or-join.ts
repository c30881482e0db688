import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../../errors/dvm-error.ts'
import type { ServerInstallation } from './choose-server.ts'
import { findServerProcess } from './find-server-process.ts'
import { type LaunchedServer, launchServer } from './launch-server.ts'

export interface StartedServer {
  readonly port: number
  /** `null` where the server belongs to another process. */
  readonly server: LaunchedServer | null
}

/** Recovery after a power cut may take this long. */
const START_SECONDS = 120

/** What a server says that lost a race for its port or its folder, or that follows one just killed. */
const PASSING = /postmaster\.pid|still in use|could not create any TCP\/IP sockets|Address already in use/

/**
 * Starts the server, or finds the one that runs on the folder already: the server's own lock decides between two
 * starters, and the loser joins the winner's server. Fails with EMBEDDED_FAILED and the server's own words.
 */
export async function startOrJoin(
  installation: ServerInstallation,
  settings: Readonly<Record<string, string>>,
  wantedPort: number | null,
): Promise<StartedServer> {
  const deadline = Date.now() + START_SECONDS * 1000
  let port = wantedPort ?? (await freePort())
  for (;;) {
    const running = findServerProcess(installation.dataDir)
    if (running?.ready) return { port: running.port, server: null }
    const launch = await launchServer(installation, port, settings, deadline)
    if ('server' in launch) return { port, server: launch.server }
    if (!PASSING.test(launch.said) || Date.now() > deadline) throw fail('EMBEDDED_FAILED', { detail: launch.said })
    await sleep(100)
    if (/TCP\/IP|Address/.test(launch.said)) port = await freePort()
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('no free port on 127.0.0.1'))
      })
    })
  })
}
