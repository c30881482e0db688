import { listEvents } from '../../task/list-events.ts'
import type { AppParts } from '../app-parts.ts'
import { auditEventsRoute } from '../contract/audit-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'

/** `GET /audit-events`: a page of the audit log. */
export function auditEvents(parts: AppParts): Endpoint {
  return endpoint(auditEventsRoute, async ({ query: { about, ...query } }) =>
    reply(200, await listEvents(parts.manager, about === undefined ? query : { ...query, target: about })),
  )
}
