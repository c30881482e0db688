import { createServer, type RequestListener, type Server } from 'node:http'
import { fail } from '../errors/dvm-error.ts'

/** How many ports after the wished one are tried. */
const TRIES = 50

export interface Address {
  readonly host: string
  readonly port: number
  /** Whether the next ports may be tried where this one is taken. */
  readonly orNext: boolean
}

/**
 * A server that listens, with limits on how long a request may take to arrive: a client that sends a byte a minute
 * holds no connection for ever. Fails with PORT_TAKEN.
 */
export async function listen(handle: RequestListener, address: Address): Promise<Server> {
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 }
  const last = address.orNext ? Math.min(address.port + TRIES, 65_535) : address.port
  for (let port = address.port; ; port += 1) {
    const server = createServer(limits, handle)
    const refused = await tryPort(server, address.host, port)
    if (refused === null) return server
    if (refused.code !== 'EADDRINUSE' || port >= last) {
      throw fail('PORT_TAKEN', { host: address.host, port, reason: refused.code ?? refused.message })
    }
  }
}

/**
 * Takes no new request, lets the running ones end, and breaks what is left after `patience` milliseconds. Resolves when
 * every connection is closed.
 */
export async function drain(server: Server, patience: number): Promise<void> {
  const broken = setTimeout(() => server.closeAllConnections(), patience)
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

function tryPort(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve)
    server.listen({ host, port }, () => {
      server.removeListener('error', resolve)
      resolve(null)
    })
  })
}
