import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { fail } from '../errors/dvm-error.ts'
import type { Listener } from './listener.ts'
import { toProblem } from './problem.ts'

/** Node's own words for what came in: parser errors begin with HPE_. */
const ANSWERS: Readonly<Record<string, { readonly status: number; readonly detail: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'the request took too long to arrive' },
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'the head of the request is too big' },
}
const UNREADABLE = { status: 400, detail: 'this is not HTTP' }

/** Answers what never became a request: also that as a problem, and the connection is closed. */
export function answerBroken(server: Listener): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Half an answer may be on its way, or nobody is there any more.
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
      socket.destroy()
      return
    }
    const { status, detail } = ANSWERS[error.code ?? ''] ?? UNREADABLE
    const reference = randomUUID()
    const body = JSON.stringify({ ...toProblem(fail('REQUEST_UNREADABLE', { detail }), reference, []), status })
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${reference}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
  })
}
