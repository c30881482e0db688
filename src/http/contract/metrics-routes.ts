import { z } from 'zod'
import { NO_PARAMS, route } from './route.ts'

/** With their versions, as scrapers ask for them: a type without one is none of those. */
const OPEN = ['application/openmetrics-text', 'application/openmetrics-text; version=1.0.0']

export const metricsRoute = route({
  id: 'metrics',
  method: 'get',
  path: '/metrics',
  at: 'root',
  tag: 'Operation',
  summary: 'Figures for Prometheus',
  description: 'Text format 0.0.4, or OpenMetrics 1.0.0 where the Accept header prefers it.',
  access: 'view',
  params: NO_PARAMS,
  query: z.object({}),
  body: null,
  replies: {
    200: {
      description: 'The figures now',
      type: 'text/plain',
      otherTypes: ['text/plain; version=0.0.4', ...OPEN],
      schema: null,
    },
  },
})
