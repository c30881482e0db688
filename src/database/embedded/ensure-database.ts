import type { DatabaseTarget } from '../../model/settings.ts'

/** Creates the target's database where the cluster does not have it yet. */
export async function ensureDatabase(target: DatabaseTarget): Promise<void> {
  const { Client } = await import('pg')
  const { host, port, user, database } = target
  const client = new Client({ host, port, user, password: target.password ?? undefined, database: 'postgres' })
  await client.connect()
  try {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } catch (cause) {
    // 42P04, 23505: another process that started at the same moment made it first.
    if (!['42P04', '23505'].includes((cause as { code?: string }).code ?? '')) throw cause
  } finally {
    await client.end()
  }
}
