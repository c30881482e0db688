import type { HealthReport } from '../model/report.ts'
import type { Context } from './context.ts'

/** Health of database and package generation, shape of the specification. Never throws: failures make it UNHEALTHY. */
export async function checkHealth(_context: Context): Promise<HealthReport> {
  throw new Error('not built yet')
}
