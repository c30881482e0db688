import { countJobs } from '../../task/count-jobs.ts'
import type { AppParts } from '../app-parts.ts'
import { metricsRoute } from '../contract/metrics-routes.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import type { TargetState } from '../metric/metric-facts.ts'
import { METRIC_TYPES, type MetricFormat } from '../metric/metric-format.ts'

const TYPES = Object.values(metricsRoute.replies).flatMap(({ type, otherTypes }) => [type, ...otherTypes])

/** `GET /metrics`: the figures in the text format of Prometheus, or as OpenMetrics. Health is measured for them. */
export function metrics(parts: AppParts): Endpoint {
  parts.metrics.watch({ targets: () => probeTargets(parts), jobs: () => jobsOf(parts) })
  return endpoint(metricsRoute, async ({ request, response }) => {
    const wanted = request.accepts(TYPES)
    const format: MetricFormat = wanted !== false && wanted.startsWith('application/openmetrics') ? 'open' : 'text'
    const text = await parts.metrics.read(format)
    response.setHeader('Content-Type', METRIC_TYPES[format])
    response.end(text)
    return 'sent'
  })
}

/** None while the manager's tables are away: the other figures are wanted then most. */
async function jobsOf({ manager, log }: AppParts): Promise<Readonly<Record<string, number>>> {
  try {
    return await countJobs(manager)
  } catch (error) {
    log.warn('metrics: the jobs cannot be counted', { reason: error instanceof Error ? error.message : String(error) })
    return {}
  }
}

function probeTargets({ targets, tasks, meter }: AppParts): Promise<readonly TargetState[]> {
  const probes = [...targets.values()].map(async ({ name, probes }) => {
    const { status, database } = await tasks.checkHealth(probes, meter)
    return { target: name, connected: database.connected, healthy: status === 'HEALTHY' }
  })
  return Promise.all(probes)
}
