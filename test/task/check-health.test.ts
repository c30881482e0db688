import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import type { DatabaseTarget } from '../../src/model/settings.ts'
import { createBuildMeter } from '../../src/task/build-meter.ts'
import { checkHealth } from '../../src/task/check-health.ts'
import type { Context } from '../../src/task/context.ts'
import { testSettings } from '../http/test-app.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { writeHistory } from '../support/history-rows.ts'
import { toTarget } from '../support/target.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-health-'))
  writeFileSync(join(folder, 'master.xml'), '<databaseChangeLog/>')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function withContext<T>(
  database: DatabaseTarget | null,
  changelog: string,
  use: (context: Context) => Promise<T>,
): Promise<T> {
  const context = await compose({ ...testSettings(folder), changelog, searchPath: [folder], database })
  try {
    return await use(context)
  } finally {
    await context.database?.close()
  }
}

describe('checkHealth', () => {
  it('reports what the history holds, and how long the last build took', async () => {
    await withFreshDatabase(async (url) => {
      await writeHistory(url, [{ path: 'db/001-a.sql' }, { path: 'db/002-b.sql' }])
      const meter = createBuildMeter()
      meter.record({ at: '2026-01-31T12:00:00.000Z', milliseconds: 41.4 })
      const report = await withContext(toTarget(url), 'master.xml', (context) => checkHealth(context, meter))
      expect(report).toMatchObject({
        status: 'HEALTHY',
        packageGeneration: { available: true, lastTest: '2026-01-31T12:00:00.000Z', performance: '41 ms' },
        database: { connected: true, migrationCount: 2, lastMigration: '002-b.sql' },
      })
      expect(report.error).toBeUndefined()
      expect(report.system.memoryUsage.rss).toBeGreaterThan(1_000_000)
    })
  })

  it('is healthy on an empty database, and creates nothing there', async () => {
    await withFreshDatabase(async (url) => {
      const report = await withContext(toTarget(url), 'master.xml', (context) => checkHealth(context))
      expect(report).toMatchObject({ status: 'HEALTHY', database: { migrationCount: 0, lastMigration: null } })
      expect(await query(url, "SELECT 1 FROM pg_class WHERE relname LIKE 'databasechangelog%'")).toEqual([])
    })
  })

  it('is unhealthy without changelog', async () => {
    await withFreshDatabase(async (url) => {
      const report = await withContext(toTarget(url), 'gone.xml', (context) => checkHealth(context))
      expect(report).toMatchObject({ status: 'UNHEALTHY', packageGeneration: { available: false } })
      expect(report.error?.message).toBe('the changelog is not found')
    })
  })

  it('is unhealthy where the database cannot be reached, and does not say where it is', async () => {
    await withFreshDatabase(async (url) => {
      const gone = toTarget(url, { database: 'no_such_database' })
      const report = await withContext(gone, 'master.xml', (context) => checkHealth(context))
      expect(report).toMatchObject({ status: 'UNHEALTHY', database: { connected: false, migrationCount: 0 } })
      expect(report.error?.message).toBe('the database cannot be reached')
    })
    const none = await withContext(null, 'master.xml', (context) => checkHealth(context))
    expect(none.error?.message).toBe('no database is configured')
  })

  it('gives up on a database that does not answer', async () => {
    await withFreshDatabase(async (url) => {
      await writeHistory(url, [{ path: 'db/001-a.sql' }])
      const report = await withContext(toTarget(url), 'master.xml', (context) => checkHealth(context, null, 0))
      expect(report.error?.message).toBe('the database did not answer within 0 ms')
    })
  })
})
