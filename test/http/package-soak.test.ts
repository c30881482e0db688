import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stageAnyPackage } from '../../src/task/stage-any-package.ts'
import { type TestApp, testApp } from './test-app.ts'

const ROUND = 300
const AT_ONCE = 25
/** Half an hour's soak, scaled. */
const SOAK_MS = 60_000
/** What is left where nothing is kept; each round builds 12 packages of 0.2 MB and answers 300 requests. */
const NOISE_BYTES = 8_000_000
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

let folder: string
let made: TestApp
let server: Server

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-soak-'))
  const rows = Array.from({ length: 2_000 }, (_, row) => `INSERT INTO orders VALUES (${row});`).join('\n')
  writeFileSync(join(folder, 'root.sql'), `--liquibase formatted sql\n--changeset anna:1\n${rows}\n`)
  const settings = { changelog: 'root.sql', searchPath: [folder] }
  made = testApp({ stagePackage: stageAnyPackage }, {}, settings)
  server = createServer(made.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  agent.destroy()
  server.closeAllConnections()
  server.close()
  made.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Answers with the status; a client that leaves early has 0. */
function ask(headers: Record<string, string>, method = 'GET', leaves = false): Promise<number> {
  const { port } = server.address() as AddressInfo
  const path = '/api/v1/database-versions/package/sql'
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent }, (reply) => {
      if (leaves) call.destroy()
      reply.resume()
      reply.once('close', () => resolve(leaves ? 0 : (reply.statusCode ?? 0)))
    })
    call.once('error', () => resolve(0))
    call.end()
  })
}

/** All kinds of requests, and a file that changes now and then. */
async function round(): Promise<readonly number[]> {
  const statuses: number[] = []
  const kinds = [
    () => ask({}),
    () => ask({ 'Accept-Encoding': 'gzip' }),
    () => ask({ 'If-None-Match': '*' }),
    () => ask({ Range: 'bytes=0-99' }),
    () => ask({ 'If-Match': '"other"' }),
    () => ask({}, 'HEAD'),
    () => ask({}, 'GET', true),
  ]
  for (let at = 0; at < ROUND; at += AT_ONCE) {
    utimesSync(join(folder, 'root.sql'), new Date(), new Date(2026, 0, 1, 0, 0, at))
    statuses.push(
      ...(await Promise.all(Array.from({ length: AT_ONCE }, (_, one) => kinds[one % kinds.length]?.() ?? 0))),
    )
  }
  return statuses
}

async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // Connections that were broken off are let go of a little later, and their buffers after them.
  for (let times = 0; times < 4; times += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    collect()
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  made.lines.length = 0
  return heapUsed + external + arrayBuffers
}

it('keeps no more after a minute of requests of every kind than after some', { timeout: 3 * SOAK_MS }, async () => {
  await round()
  await round()
  const before = await heldBytes()
  const statuses = new Set<number>()
  const end = Date.now() + SOAK_MS
  let rounds = 0
  for (; Date.now() < end; rounds += 1) {
    for (const status of await round()) statuses.add(status)
    made.lines.length = 0
  }
  const after = await heldBytes()
  expect(rounds).toBeGreaterThan(2)
  expect(statuses).toEqual(new Set([200, 206, 304, 412, 0]))
  expect(after - before).toBeLessThan(NOISE_BYTES)
  expect(made.staged()).toEqual([])
})
