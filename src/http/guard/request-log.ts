import type { RequestHandler } from 'express'
import type { Log } from '../../kit/log.ts'
import { requestIdOf } from './request-id.ts'

/**
 * One line per request when its connection is done with it, also for a client that went away. The query is left out:
 * it may come to hold tokens. Control characters are escaped by the log, which writes JSON.
 */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const start = performance.now()
    const path = request.path
    response.on('close', () => {
      log.info('request', {
        id: requestIdOf(response),
        method: request.method,
        path,
        status: response.statusCode,
        complete: response.writableFinished,
        milliseconds: Math.round(performance.now() - start),
        from: request.socket.remoteAddress ?? null,
      })
    })
    next()
  }
}
