import type { AppParts } from '../app-parts.ts'
import { healthRoute } from '../contract/version-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { requireTarget } from '../require-target.ts'

/** `GET /database-versions/health`: 200 when healthy, else 503, with the same body. */
export function health(parts: AppParts): Endpoint {
  return endpoint(healthRoute, async ({ query }) => {
    const report = await parts.tasks.checkHealth(requireTarget(parts, query.target).probes, parts.meter)
    return reply(report.status === 'HEALTHY' ? 200 : 503, report)
  })
}
