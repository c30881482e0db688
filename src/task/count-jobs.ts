import type { Manager } from './manager.ts'

const STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** How many jobs of all instances are in each state; those that are over count until they are removed. Fails with DATABASE_*. */
export async function countJobs({ database }: Manager): Promise<Readonly<Record<string, number>>> {
  const text = 'SELECT state, pg_catalog.count(*)::int AS count FROM dvm.job GROUP BY state'
  const { rows } = await database.withClient((client) => client.query<{ state: string; count: number }>(text))
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  return Object.fromEntries(STATES.map((state) => [state, counts.get(state) ?? 0]))
}
