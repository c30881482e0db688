import { csrfTokenRoute } from '../contract/session-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'

/** `GET /database-versions/csrf-token`: the token that goes with the caller's session cookie. */
export function csrfToken(): Endpoint {
  return endpoint(csrfTokenRoute, async ({ request }) => reply(200, { token: request.csrfToken() }))
}
