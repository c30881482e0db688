import type { RequestHandler } from 'express'
import { noQuery, readQuery } from '../contract.ts'

/** `GET /database-versions/csrf-token`: the token that goes with the caller's session cookie. */
export function csrfToken(): RequestHandler {
  return (request, response) => {
    readQuery(noQuery, request.query)
    response.json({ token: request.csrfToken() })
  }
}
