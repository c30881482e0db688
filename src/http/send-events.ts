import type { Response } from 'express'

export interface EventStream {
  /** Settles when the client's buffers have room again, or it is gone. `data` becomes JSON. */
  send(event: string, id: number, data: unknown): Promise<void>
  /** Says something that means nothing, where nothing was said for long: proxies close what is silent. */
  keepAlive(): Promise<void>
  end(): void
}

const SILENCE_MS = 15_000
/** After how long a client connects again that lost its stream. */
const AGAIN_MS = 2_000

/** Begins an answer of Server-Sent Events (HTML standard, 9.2). */
export function sendEvents(response: Response, silenceMs = SILENCE_MS): EventStream {
  let last = performance.now()
  response.status(200)
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
  // nginx would gather events until they fill its buffer.
  response.setHeader('X-Accel-Buffering', 'no')
  const write = async (text: string): Promise<void> => {
    last = performance.now()
    if (response.destroyed || response.write(text)) return
    await new Promise<void>((resolve) => {
      const go = (): void => {
        response.off('drain', go).off('close', go)
        resolve()
      }
      response.on('drain', go).on('close', go)
    })
  }
  void write(`retry: ${AGAIN_MS}\n\n`)
  return {
    send: (event, id, data) => write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
    keepAlive: async () => {
      if (performance.now() - last >= silenceMs) await write(': still here\n\n')
    },
    end: () => response.end(),
  }
}
