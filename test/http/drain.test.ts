import { Agent, type RequestListener, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createDraining, drain } from '../../src/http/drain.ts'
import { listen } from '../../src/http/listen.ts'
import type { Listener } from '../../src/http/listener.ts'

const servers: Listener[] = []

async function start(handle: RequestListener) {
  const draining = createDraining()
  const server = await listen(draining.wrap(handle), { host: '127.0.0.1', port: 0, orNext: false })
  servers.push(server)
  return { server, draining, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

it('lets a request under way end, and takes no new one', async () => {
  const waiting: ServerResponse[] = []
  const { server, url } = await start((_request, response) => void waiting.push(response))
  const running = fetch(url).then((reply) => reply.text())
  await expect.poll(() => waiting.length).toBe(1)
  const drained = drain(server, { delay: 0, end: 60_000 })
  await expect(fetch(url)).rejects.toThrow()
  waiting[0]?.end('whole')
  expect(await running).toBe('whole')
  await drained
})

it('breaks what does not end in time', async () => {
  const waiting: ServerResponse[] = []
  const { server, url } = await start((_request, response) => void waiting.push(response))
  const broken = expect(fetch(url)).rejects.toThrow()
  await expect.poll(() => waiting.length).toBe(1)
  await drain(server, { delay: 0, end: 1 })
  await broken
})

it('goes on answering for the delay, and asks for no further request on the connections that come', async () => {
  const { server, draining, url } = await start((_request, response) => void response.end('ok'))
  const agent = new Agent({ keepAlive: true })
  expect(await connectionHeader(url, agent)).toBe('keep-alive')
  draining.begin()
  const drained = drain(server, { delay: 300, end: 60_000 })
  expect(await connectionHeader(url, agent)).toBe('close')
  await drained
  await expect(connectionHeader(url, agent)).rejects.toThrow()
})

it('tells a request that was under way already, too', async () => {
  const waiting: ServerResponse[] = []
  const { draining, url } = await start((_request, response) => void waiting.push(response))
  const header = connectionHeader(url, new Agent({ keepAlive: true }))
  await expect.poll(() => waiting.length).toBe(1)
  draining.begin()
  waiting[0]?.end('whole')
  expect(await header).toBe('close')
})

function connectionHeader(url: string, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (reply) => {
      reply.resume().once('end', () => resolve(reply.headers.connection))
    })
      .once('error', reject)
      .end()
  })
}
