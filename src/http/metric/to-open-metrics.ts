import { Registry } from 'prom-client'
import { METRIC_TYPES } from './metric-format.ts'

/**
 * The same metrics for the other format. prom-client renames a counter when it writes OpenMetrics, for good: each is given
 * as a view of which only the name is its own.
 */
export function toOpenMetrics(registry: Registry): Registry<typeof METRIC_TYPES.open> {
  const open = new Registry<typeof METRIC_TYPES.open>()
  open.setContentType(METRIC_TYPES.open)
  for (const metric of registry.getMetricsAsArray()) open.registerMetric(Object.create(metric))
  return open
}
