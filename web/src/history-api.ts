import type {
  healthRoute,
  listVersionsRoute,
  statisticsRoute,
  validateRoute,
} from '../../src/http/contract/version-routes.ts'
import { call } from './api.ts'
import type { Given, Reply } from './route-types.ts'

export type HealthReply = Reply<typeof healthRoute>
export type Versions = Reply<typeof listVersionsRoute>
export type Statistics = Reply<typeof statisticsRoute>
export type Validation = Reply<typeof validateRoute>
export type VersionsQuery = NonNullable<Given<typeof listVersionsRoute>['query']>

/** An unhealthy server answers 503 with the same body, so both are read. */
export const fetchHealth = (target: string): Promise<HealthReply> =>
  call<typeof healthRoute>('get', '/database-versions/health', { query: { target } })

export const fetchVersions = (query: VersionsQuery): Promise<Versions> =>
  call<typeof listVersionsRoute>('get', '/database-versions', { query })

export const fetchStatistics = (target: string): Promise<Statistics> =>
  call<typeof statisticsRoute>('get', '/database-versions/statistics', { query: { target } })

export const fetchValidation = (target: string): Promise<Validation> =>
  call<typeof validateRoute>('get', '/database-versions/validate', { query: { target } })
