import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { createErrorRate } from './error-rate.ts'
import type { AnsweredRequest } from './metric-facts.ts'

const RESPONSE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** A label's values are few and ours, or the series would grow with what strangers send. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export interface RequestMetrics {
  answered(request: AnsweredRequest): void
}

export function requestMetrics(registers: Registry[]): RequestMetrics {
  const rate = createErrorRate()
  const requests = new Counter({
    name: 'dvm_http_requests_total',
    help: 'Requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'database_version_api_response_duration_seconds',
    help: 'Time from the request to the end of its reply',
    labelNames: ['route', 'method', 'status'],
    buckets: RESPONSE_BUCKETS,
    registers,
  })
  new Gauge({
    name: 'database_version_api_error_rate',
    help: 'Share of replies with a status of 500 and more over the last five minutes, 0 to 1',
    registers,
    collect() {
      this.set(rate.read())
    },
  })
  return {
    answered({ route, method, status, seconds }) {
      const labels = { route: route ?? 'none', method: METHODS.has(method) ? method : 'other' }
      requests.inc({ ...labels, status: String(status) })
      durations.observe({ ...labels, status: `${Math.floor(status / 100)}xx` }, seconds)
      rate.record(status >= 500)
    },
  }
}
