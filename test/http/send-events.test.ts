import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Response as Reply } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { type EventStream, sendEvents } from '../../src/http/send-events.ts'

const closings: (() => void)[] = []
afterEach(() => {
  for (const close of closings.splice(0)) close()
})

/** Asks a server that answers by `tell`; gives all it said. */
async function hear(silenceMs: number, tell: (stream: EventStream, reply: Reply) => Promise<void>) {
  const app = express()
  app.get('/', async (_request, reply) => {
    const stream = sendEvents(reply, silenceMs)
    await tell(stream, reply)
    stream.end()
  })
  const server = createServer(app)
  closings.push(() => server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const reply = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return { headers: reply.headers, text: await reply.text() }
}

describe('Server-Sent Events', () => {
  it('stand in lines of their own, whatever is in the data', async () => {
    const { headers, text } = await hear(60_000, (stream) => stream.send('state', 7, { text: 'a\n\nevent: b' }))
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(headers.get('x-accel-buffering')).toBe('no')
    expect(text).toBe('retry: 2000\n\nevent: state\nid: 7\ndata: {"text":"a\\n\\nevent: b"}\n\n')
  })

  it('are kept alive where nothing was said for long, and then only', async () => {
    expect((await hear(60_000, (stream) => stream.keepAlive())).text).toBe('retry: 2000\n\n')
    expect((await hear(0, (stream) => stream.keepAlive())).text).toBe('retry: 2000\n\n: still here\n\n')
  })

  it('wait for a client that reads slowly', async () => {
    let full = false
    const { text } = await hear(60_000, async (stream, reply) => {
      for (let id = 0; id < 20; id += 1) {
        const sending = stream.send('progress', id, 'x'.repeat(500_000))
        full ||= reply.writableNeedDrain
        await sending
        expect(reply.writableNeedDrain).toBe(false)
      }
    })
    expect(full).toBe(true)
    expect(text.match(/^id: /gm)).toHaveLength(20)
  })
})
