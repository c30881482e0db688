import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'

/** A server that listens, with or without TLS. */
export type Listener = HttpServer | HttpsServer
