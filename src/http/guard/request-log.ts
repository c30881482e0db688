import type { Request, RequestHandler, Response } from 'express'
import type { Log } from '../../kit/log.ts'
import { routeOf } from '../matched-route.ts'
import { callerAddressOf } from './caller-address.ts'
import { identityOf } from './identity-of.ts'
import { requestIdOf } from './request-id.ts'
import { traceOf } from './trace-context.ts'

const PATH_CHARACTERS = 1_024
const AGENT_CHARACTERS = 200

/**
 * One line per request when its connection is done with it, also for a client that went away. The query and the referrer
 * are left out: they may come to hold tokens. `bytes` is what the connection carried for it, headers too. Control
 * characters are escaped by the log, which writes JSON.
 */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const start = performance.now()
    const { path, socket } = request
    const before = socket.bytesWritten
    response.on('close', () => {
      log.info('request', {
        ...describe(request, response, path),
        bytes: Math.max(0, socket.bytesWritten - before),
        complete: response.writableFinished,
        milliseconds: Math.round((performance.now() - start) * 10) / 10,
      })
    })
    next()
  }
}

function describe(request: Request, response: Response, path: string): Record<string, unknown> {
  const identity = identityOf(response)
  return {
    requestId: requestIdOf(response),
    ...traceOf(response),
    method: request.method,
    path: path.slice(0, PATH_CHARACTERS),
    route: routeOf(response),
    status: response.statusCode,
    identity: identity === null ? null : { kind: identity.kind, name: identity.name },
    from: callerAddressOf(response),
    userAgent: request.get('user-agent')?.slice(0, AGENT_CHARACTERS) ?? null,
  }
}
