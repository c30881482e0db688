import { listEvents } from '../../task/list-events.ts'
import type { AppParts } from '../app-parts.ts'
import { auditEventsRoute } from '../contract/audit-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'

/** `GET /audit-events`: a page of the audit log. */
export function auditEvents(parts: AppParts): Endpoint {
  return endpoint(auditEventsRoute, async ({ query }) => {
    const { from, to, actor, action, outcome, category, about, digest, cursor, limit } = query
    const page = await listEvents(parts.manager, {
      from: from ?? null,
      to: to ?? null,
      actor: actor ?? null,
      action: action ?? null,
      outcome: outcome ?? null,
      category: category ?? null,
      target: about ?? null,
      digest: digest ?? null,
      cursor: cursor ?? null,
      limit,
    })
    return reply(200, page)
  })
}
