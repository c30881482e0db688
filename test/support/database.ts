import { randomBytes } from 'node:crypto'
import { Client, type QueryResultRow } from 'pg'
import { inject } from 'vitest'

export interface FreshDatabase {
  readonly url: string
  readonly name: string
  drop(): Promise<void>
}

/** An empty database of its own on the run's private cluster. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const admin = inject('pgUrl')
  const name = `t_${process.pid}_${randomBytes(5).toString('hex')}`
  await query(admin, `CREATE DATABASE ${name}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return {
    url: url.href,
    name,
    drop: async () => {
      await query(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** Lends an empty database; it is dropped when `use` settles. */
export async function withFreshDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const database = await freshDatabase()
  try {
    return await use(database.url)
  } finally {
    await database.drop()
  }
}

/** Runs SQL on a connection of its own and gives the rows; of several statements, the rows of the last. */
export async function query<Row extends QueryResultRow = QueryResultRow>(
  url: string,
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const result: unknown = await client.query<Row>(sql, values)
    const last = Array.isArray(result) ? result.at(-1) : result
    return (last as { rows: Row[] }).rows
  } finally {
    await client.end()
  }
}
