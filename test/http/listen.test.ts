import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { type ListenOptions, listen, renewTls } from '../../src/http/listen.ts'
import type { Listener } from '../../src/http/listener.ts'
import { type Certificate, certificates } from '../support/certificates.ts'

const servers: Listener[] = []

async function start(port = 0, orNext = false, options: ListenOptions = {}, handle: RequestListener = answerOk) {
  const server = await listen(handle, { host: '127.0.0.1', port, orNext }, options)
  servers.push(server)
  return { server, port: (server.address() as AddressInfo).port }
}

const answerOk: RequestListener = (_request, response) => void response.end('ok')

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

it('takes the next free port where it may, and says so where it may not', async () => {
  const { port } = await start()
  expect((await start(port, true)).port).toBeGreaterThan(port)
  await expect(start(port, false)).rejects.toMatchObject({ code: 'PORT_TAKEN' })
})

describe('a client that takes its time', () => {
  it('is limited in how long head and body may take, and how long a connection rests', async () => {
    const { server } = await start()
    expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([10_000, 30_000, 5_000])
    expect((await start(0, false, { behindProxy: true })).server.keepAliveTimeout).toBe(65_000)
  })

  it.each([
    ['its head byte by byte', 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    ['its body byte by byte', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n'],
  ])('and sends %s gets 408 as a problem, and loses the connection', async (_what, head) => {
    const { server, port } = await start(0, false, {}, (request) => void request.resume())
    server.headersTimeout = 200
    server.requestTimeout = 200
    const socket = connect(port, '127.0.0.1')
    socket.write(head)
    const drip = setInterval(() => socket.write('a'), 50)
    const said = await everything(socket)
    clearInterval(drip)
    expect(said).toMatch(/^HTTP\/1\.1 408 /)
    expect(problemIn(said)).toMatchObject({ status: 408, code: 'REQUEST_UNREADABLE' })
  })

  it('does not keep others waiting', async () => {
    const { port } = await start()
    const slow = Array.from({ length: 50 }, () => connect(port, '127.0.0.1'))
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\n')
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ok')
    for (const socket of slow) socket.destroy()
  })
})

it.each([
  ['what is not HTTP', 'hello?\r\n\r\n', 400],
  ['a head that is too big', `GET / HTTP/1.1\r\nHost: a\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
  [
    'length and chunks at once',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
])('answers %s with a problem', async (_what, text, status) => {
  const { port } = await start()
  const socket = connect(port, '127.0.0.1')
  socket.write(text)
  const said = await everything(socket)
  expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(said).toContain('Content-Type: application/problem+json')
  expect(problemIn(said)).toMatchObject({ status })
})

it('one address gets 200 connections, unless it is a proxy', async () => {
  for (const [behindProxy, answered] of [
    [false, 200],
    [true, 210],
  ] as const) {
    const { server, port } = await start(0, false, { behindProxy })
    let closed = 0
    const sockets = Array.from({ length: 210 }, () => connect(port, '127.0.0.1'))
    for (const socket of sockets) socket.on('error', () => undefined).on('close', () => closed++)
    await expect.poll(() => closed).toBe(210 - answered)
    await expect.poll(() => connectionsOf(server)).toBe(answered)
    for (const socket of sockets) socket.destroy()
  }
})

describe('TLS', () => {
  it('speaks 1.2 and later, and no plain HTTP', async () => {
    const { port } = await start(0, false, { tls: material(certificates.one) })
    const modern = await secure(port, certificates.one)
    expect(modern.getProtocol()).toMatch(/^TLSv1\.[23]$/)
    modern.destroy()
    await expect(secure(port, certificates.one, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })).rejects.toThrow()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
  })

  it('takes a new certificate without closing a connection', async () => {
    const { server, port } = await start(0, false, { tls: material(certificates.one) })
    const before = await secure(port, certificates.one)
    renewTls(server, material(certificates.two))
    const after = await secure(port, certificates.two)
    expect([before, after].map((socket) => socket.getPeerCertificate().subject.CN)).toEqual(['one.test', 'two.test'])
    before.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(await everything(before)).toMatch(/^HTTP\/1\.1 200 /)
    after.destroy()
  })
})

function material({ cert, key }: Certificate) {
  return { cert: Buffer.from(cert), key: Buffer.from(key) }
}

function secure(port: number, { cert }: Certificate, versions: object = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'localhost', ...versions })
    socket.once('secureConnect', () => resolve(socket)).once('error', reject)
  })
}

async function everything(socket: Socket): Promise<string> {
  const pieces: Buffer[] = []
  socket.on('error', () => undefined)
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(pieces).toString()
}

function problemIn(said: string): unknown {
  return JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4))
}

function connectionsOf(server: Listener): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))
  })
}
