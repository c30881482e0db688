import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { fail } from '../errors/dvm-error.ts'
import { answerBroken } from './answer-broken.ts'
import { MOST_HEADERS } from './guard/request-form.ts'
import { limitConnections } from './limit-connections.ts'
import type { Listener } from './listener.ts'

/** How many ports after the wished one are tried. */
const TRIES = 50
const HANDSHAKE_MS = 10_000

/** PEM texts. */
export interface TlsMaterial {
  readonly cert: Uint8Array
  readonly key: Uint8Array
}

export interface Address {
  readonly host: string
  readonly port: number
  /** Whether the next ports may be tried where this one is taken. */
  readonly orNext: boolean
}

export interface ListenOptions {
  /** Null: plain HTTP. */
  readonly tls?: TlsMaterial | null
  /** Whether connections are those of proxies: they come from few addresses, and rest between requests. */
  readonly behindProxy?: boolean
  /** How long a connection may carry nothing while an answer is due, in milliseconds; a build takes its time. */
  readonly silenceMs?: number
}

/** Balancers let connections rest for up to a minute; who closes first must not be the server, or a request is lost. */
const RESTING_MS = { people: 5_000, proxies: 65_000 }
const MOST_CONNECTIONS = 2_000
const MOST_OF_ONE_ADDRESS = 200

/** Limits on how long a request may take to arrive and how big its head may be, in milliseconds and bytes. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Node looks for requests that are late this often: with its own half a minute, a limit of 10 s would be one of 40.
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
}
const MOST_REQUESTS = 10_000

/**
 * A server that listens, with limits on how long a request may take to arrive: a client that sends a byte a minute
 * holds no connection for ever. Fails with PORT_TAKEN.
 */
export async function listen(
  handle: RequestListener,
  address: Address,
  options: ListenOptions = {},
): Promise<Listener> {
  const last = address.orNext ? Math.min(address.port + TRIES, 65_535) : address.port
  for (let port = address.port; ; port += 1) {
    const server = create(handle, options)
    const refused = await tryPort(server, address.host, port)
    if (refused === null) return server
    if (refused.code !== 'EADDRINUSE' || port >= last) {
      throw fail('PORT_TAKEN', { host: address.host, port, reason: refused.code ?? refused.message })
    }
  }
}

function create(handle: RequestListener, { tls = null, behindProxy = false, silenceMs = 0 }: ListenOptions): Listener {
  const keepAliveTimeout = behindProxy ? RESTING_MS.proxies : RESTING_MS.people
  const limits = { ...LIMITS, keepAliveTimeout }
  const server =
    tls === null
      ? createHttpServer(limits, handle)
      : createHttpsServer({ ...limits, ...secured(tls), handshakeTimeout: HANDSHAKE_MS }, handle)
  server.timeout = silenceMs
  server.maxHeadersCount = MOST_HEADERS
  server.maxRequestsPerSocket = MOST_REQUESTS
  server.maxConnections = MOST_CONNECTIONS
  if (!behindProxy) limitConnections(server, MOST_OF_ONE_ADDRESS)
  // Node would answer it by itself, unlogged; the guards refuse what they do not know.
  server.on('checkExpectation', handle)
  answerBroken(server)
  return server
}

/** TLS 1.2 is the oldest that nothing is known against (RFC 8996). */
function secured({ cert, key }: TlsMaterial) {
  return { cert: Buffer.from(cert), key: Buffer.from(key), minVersion: 'TLSv1.2' } as const
}

/** Takes a new certificate for connections to come; does nothing on a server without TLS. */
export function renewTls(server: Listener, tls: TlsMaterial): void {
  if ('setSecureContext' in server) server.setSecureContext(secured(tls))
}

function tryPort(server: Listener, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve)
    server.listen({ host, port }, () => {
      server.removeListener('error', resolve)
      resolve(null)
    })
  })
}
