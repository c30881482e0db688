import { Registry } from 'prom-client'

export const METRIC_TYPES = { text: Registry.PROMETHEUS_CONTENT_TYPE, open: Registry.OPENMETRICS_CONTENT_TYPE } as const
export type MetricFormat = keyof typeof METRIC_TYPES
