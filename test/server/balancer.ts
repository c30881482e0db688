import { Agent, createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Balancer {
  readonly url: string
  /** Puts the server at this place of the round. */
  place(index: number, url: string): void
  /** Whether the server at this place was ready when it was last asked. */
  isReady(index: number): boolean
  close(): Promise<void>
}

interface Backend {
  url: string
  ready: boolean
}

const ASK_EVERY_MS = 100

/**
 * A round robin over servers that say they are ready, with connections that it keeps. It never tries a second one, which
 * most balancers do where a connection is refused: what goes wrong is the client's to see, as 502.
 */
export async function startBalancer(): Promise<Balancer> {
  const backends: Backend[] = []
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  const next = (): Backend | undefined => {
    const ready = backends.filter((backend) => backend.ready)
    turn += 1
    return ready[turn % Math.max(ready.length, 1)]
  }
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const backend = next()
    if (backend === undefined) {
      refuse(outgoing, 'nobody is ready')
      return
    }
    const sent = request(`${backend.url}${incoming.url ?? '/'}`, { agent, headers: { accept: '*/*' } }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 0, { 'content-type': reply.headers['content-type'] ?? '' })
      reply.on('error', () => outgoing.destroy()).pipe(outgoing)
    })
    sent.once('error', (error: Error) => {
      if (outgoing.headersSent) outgoing.destroy()
      else refuse(outgoing, error.message)
    })
    sent.end()
  }
  const server = createServer(pass)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const asking = setInterval(() => {
    for (const backend of backends) void ask(backend)
  }, ASK_EVERY_MS)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    place: (index, url) => {
      backends[index] = { url, ready: false }
    },
    isReady: (index) => backends[index]?.ready === true,
    close: async () => {
      clearInterval(asking)
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refuse(outgoing: ServerResponse, reason: string): void {
  outgoing.writeHead(502).end(reason)
}

function ask(backend: Backend): Promise<void> {
  return new Promise((resolve) => {
    get(`${backend.url}/readyz`, { agent: false }, (reply) => {
      backend.ready = reply.statusCode === 200
      reply.resume().once('end', resolve)
    }).once('error', () => {
      backend.ready = false
      resolve()
    })
  })
}
