import type { RequestHandler } from 'express'
import type { AppParts } from '../app-parts.ts'
import { noQuery, readQuery } from '../contract.ts'

/** `GET /database-versions/health`: 200 when healthy, else 503, with the same body. */
export function health(parts: AppParts): RequestHandler {
  return async (request, response) => {
    readQuery(noQuery, request.query)
    const report = await parts.tasks.checkHealth(parts.context, parts.meter)
    response.status(report.status === 'HEALTHY' ? 200 : 503).json(report)
  }
}
