import { inBatches } from '../../kit/in-batches.ts'
import type { AppParts } from '../app-parts.ts'
import { livezRoute, readyzRoute } from '../contract/operation-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'

/** `GET /livez`: the process answers. Says nothing of the database: a restart would not mend that. */
export function livez(): Endpoint {
  return endpoint(livezRoute, async () => reply(200, { status: 'ok' }))
}

/**
 * `GET /readyz`: requests would be served. 503 while the server drains or a database is away. Whoever asks meanwhile shares
 * the next look: strangers may ask as often as they like, and must not take the connections by which it is told.
 */
export function readyz(parts: AppParts): Endpoint {
  const look = inBatches<boolean>()
  return endpoint(readyzRoute, async () => {
    const ready = !parts.isDraining() && (await look('databases', () => everyDatabaseAnswers(parts)))
    return reply(ready ? 200 : 503, { status: ready ? 'ok' : 'unavailable' })
  })
}

async function everyDatabaseAnswers({ targets, tasks, meter, isManagerReady }: AppParts): Promise<boolean> {
  const reports = Promise.all([...targets.values()].map(({ probes }) => tasks.checkHealth(probes, meter)))
  const [manager, databases] = await Promise.all([isManagerReady(), reports])
  return manager && databases.every(({ database }) => database.connected)
}
