import type { RequestListener, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Listener } from './listener.ts'

/** Knows the answers that are under way, so that a server that closes can tell their clients not to come back. */
export interface Draining {
  wrap(handle: RequestListener): RequestListener
  /** From here on every answer says `Connection: close`, those under way included. */
  begin(): void
  readonly isDraining: () => boolean
}

export function createDraining(): Draining {
  let draining = false
  const underWay = new Set<ServerResponse>()
  return {
    wrap: (handle) => (request, response) => {
      underWay.add(response)
      response.once('close', () => underWay.delete(response))
      if (draining) response.shouldKeepAlive = false
      handle(request, response)
    },
    begin: () => {
      draining = true
      for (const response of underWay) if (!response.headersSent) response.shouldKeepAlive = false
    },
    isDraining: () => draining,
  }
}

export interface Patience {
  /** How long requests are still taken, so that balancers see that the server is not ready, in milliseconds. */
  readonly delay: number
  /** How long the running ones may then take. */
  readonly end: number
}

/**
 * Goes on answering for the delay, then takes no new request, lets the running ones end, and breaks what is left when
 * patience ends. Resolves when every connection is closed.
 */
export async function drain(server: Listener, { delay, end }: Patience): Promise<void> {
  if (delay > 0) await pause(delay)
  const broken = setTimeout(() => server.closeAllConnections(), end)
  // A kept-alive connection turns idle when its last request ends, and would hold the server until it times out.
  const swept = setInterval(() => server.closeIdleConnections(), 50)
  try {
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
    })
  } finally {
    clearTimeout(broken)
    clearInterval(swept)
  }
}
