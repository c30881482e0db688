import { once } from 'node:events'
import type { Socket } from 'node:net'
import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PERMISSIONS } from '../../../src/model/identity.ts'
import { query } from '../../support/database.ts'
import { exchange, opened } from '../../support/raw-http.ts'
import { type Besieged, besieged } from './besieged.ts'

/** More than sockets of both sides keep for whoever does not read. */
const MEGABYTES = 16
const ROW = `INSERT INTO canary VALUES ('${'x'.repeat(1_000)}');\n`
const CHANGELOG = `--liquibase formatted sql
--changeset anna:1
CREATE TABLE canary (t text);
--changeset anna:2 splitStatements:false context:never
${ROW.repeat(MEGABYTES * 1_000)}`

let place: Besieged
let token = ''
const sockets: Socket[] = []

beforeAll(async () => {
  place = await besieged({}, CHANGELOG)
  token = await place.made.token('reader', [{ target: '*', role: 'admin' }], PERMISSIONS)
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await place.dispose()
})

/** Asks for a package, takes its first bytes, and reads no more. */
async function stall(context: string): Promise<string> {
  const path = `/database-versions/package/sql?kind=offline&contexts=never,${context}`
  const head = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`
  const socket = opened(place.port, head)
  sockets.push(socket)
  const [first] = await once(socket, 'data')
  socket.pause()
  return String(first)
}

it('clients that do not read on hold neither a connection to the database nor anybody else', async () => {
  // The pool of the target has two.
  const first = await Promise.all(['a', 'b', 'c', 'd'].map(stall))
  for (const head of first) {
    expect(head).toMatch(/^HTTP\/1\.1 200 /)
    expect(Number(/^Content-Length: (\d+)/im.exec(head)?.[1])).toBeGreaterThan(MEGABYTES * 1_000_000)
  }
  const { status } = await request(place.url).get('/database-versions').set('Authorization', `Bearer ${token}`)
  expect(status).toBe(200)
  const held = `SELECT state, query FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
      AND backend_type = 'client backend'`
  expect(await query(place.targetUrl, held)).toEqual([])
  expect(await query(place.manager.url, held)).toEqual([])
})

it('clients that promise a body and send none hold nobody else, nor a connection', async () => {
  for (let client = 0; client < 20; client += 1) {
    const head = 'POST /api/v1/packages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json'
    sockets.push(opened(place.port, `${head}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n{`))
  }
  const said = await exchange(
    place.port,
    `GET /database-versions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  )
  expect(said).toMatch(/^HTTP\/1\.1 200 /)
})
