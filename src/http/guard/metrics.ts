import type { RequestHandler } from 'express'
import { contractOf, routeOf } from '../matched-route.ts'
import type { Metrics } from '../metrics.ts'

/** Counts and times every request when its connection is done with it, also for a client that went away. */
export function countRequests(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const start = performance.now()
    const { socket, method } = request
    const before = socket.bytesWritten
    response.on('close', () => {
      const { statusCode: status } = response
      metrics.answered({ route: routeOf(response), method, status, seconds: (performance.now() - start) / 1_000 })
      const handsOut = contractOf(response)?.audit === 'package.download' && status < 300
      if (handsOut) metrics.sent(Math.max(0, socket.bytesWritten - before))
    })
    next()
  }
}
