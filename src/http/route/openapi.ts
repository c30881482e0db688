import { openapiRoute } from '../contract/operation-routes.ts'
import type { RouteContract } from '../contract/route.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { toOpenApi } from '../to-openapi.ts'

/** `GET /openapi.json`: what the contracts say. Made once. */
export function openapi(contracts: () => readonly RouteContract[]): Endpoint {
  let document: unknown = null
  return endpoint(openapiRoute, async () => {
    document ??= toOpenApi(contracts())
    return reply(200, document)
  })
}
