import type { RequestListener, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { drain, listen } from '../../src/http/listen.ts'

const servers: Server[] = []

async function start(port: number, orNext: boolean, handle: RequestListener = () => undefined) {
  const server = await listen(handle, { host: '127.0.0.1', port, orNext })
  servers.push(server)
  const taken = (server.address() as AddressInfo).port
  return { server, port: taken, url: `http://127.0.0.1:${taken}/` }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

it('takes the next free port where it may, and says so where it may not', async () => {
  const { port } = await start(0, false)
  expect((await start(port, true)).port).toBeGreaterThan(port)
  await expect(start(port, false)).rejects.toMatchObject({ code: 'PORT_TAKEN' })
})

it('limits how long a request may take to arrive', async () => {
  const { server } = await start(0, false)
  expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 30_000])
})

it('drains: a request under way ends, a new one is not taken', async () => {
  const waiting: ServerResponse[] = []
  const { server, url } = await start(0, false, (_request, response) => void waiting.push(response))
  const running = fetch(url).then((reply) => reply.text())
  await expect.poll(() => waiting.length).toBe(1)
  const drained = drain(server, 60_000)
  await expect(fetch(url)).rejects.toThrow()
  waiting[0]?.end('whole')
  expect(await running).toBe('whole')
  await drained
})

it('breaks what does not end in time', async () => {
  const waiting: ServerResponse[] = []
  const { server, url } = await start(0, false, (_request, response) => void waiting.push(response))
  const broken = expect(fetch(url)).rejects.toThrow()
  await expect.poll(() => waiting.length).toBe(1)
  await drain(server, 1)
  await broken
})
