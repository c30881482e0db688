import { PERMISSIONS, permits } from '../../model/identity.ts'
import type { AppParts } from '../app-parts.ts'
import { listTargetsRoute } from '../contract/target-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'

/** `GET /targets`: the registered databases on which whoever asks may do anything at all. */
export function listTargets({ targets, defaultTarget }: AppParts): Endpoint {
  return endpoint(listTargetsRoute, async ({ identity }) => {
    const seen = [...targets.keys()].map((name) => ({
      name,
      isDefault: name === defaultTarget,
      permissions: PERMISSIONS.filter((permission) => identity !== null && permits(identity, permission, name)),
    }))
    return reply(200, { targets: seen.filter(({ permissions }) => permissions.length > 0) })
  })
}
