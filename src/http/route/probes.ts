import type { RequestHandler } from 'express'
import type { AppParts } from '../app-parts.ts'

/** `GET /livez`: the process answers. Says nothing of the database: a restart would not mend that. */
export function livez(): RequestHandler {
  return (_request, response) => {
    response.json({ status: 'ok' })
  }
}

/** `GET /readyz`: requests would be served. 503 while the server drains or the database is away. */
export function readyz(parts: AppParts): RequestHandler {
  return async (_request, response) => {
    const ready = !parts.isDraining() && (await parts.tasks.checkHealth(parts.context, parts.meter)).database.connected
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable' })
  }
}
