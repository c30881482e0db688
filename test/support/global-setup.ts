import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/database/embedded/start-embedded.ts'
import { silentLog } from '../../src/kit/log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the run's private cluster; database `postgres`. */
    pgUrl: string
  }
}

// Nothing in the tests' cluster outlives the run, so nothing is worth a sync.
const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' }

/** One private PostgreSQL for the whole run, whatever the number of projects. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'dvm-test-'))
  const server = await startEmbedded(stateDir, silentLog, { settings, sync: false }).catch((cause: unknown) => {
    rmSync(stateDir, { recursive: true, force: true })
    throw cause
  })
  const { host, port, user, password } = server.target
  const url = `postgres://${user}:${password}@${host}:${port}/postgres`
  process.env['DVM_TEST_PG_URL'] = url
  project.provide('pgUrl', url)
  return async () => {
    await server.stop()
    rmSync(stateDir, { recursive: true, force: true })
  }
}
