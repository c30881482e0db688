import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { listVersions } from '../../src/task/list-versions.ts'
import { testSettings } from '../http/test-app.ts'
import { withFreshDatabase } from '../support/database.ts'
import { writeHistory } from '../support/history-rows.ts'
import { toTarget } from '../support/target.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-versions-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function listOf(url: string) {
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder], database: toTarget(url) }
  const context = await compose(settings)
  try {
    return await listVersions(context)
  } finally {
    await context.database?.close()
  }
}

it('lists the history in order, with the version that the latest tag names', async () => {
  writeFileSync(join(folder, 'master.sql'), '--liquibase formatted sql\n--changeset anna:new\nSELECT 1;\n')
  await withFreshDatabase(async (url) => {
    await writeHistory(url, [
      { path: 'tables/001-a.sql' },
      { path: 'tables/002-b.sql', tag: 'v1.2' },
      { path: 'views/003-c.sql', execType: 'FAILED' },
    ])
    const report = await listOf(url)
    expect(report.currentVersion).toBe('1.2.0')
    expect(report.summary).toMatchObject({ total: 3, applied: 2, failed: 1, pending: 1 })
    expect(report.summary.lastMigrationDate).toMatch(/^2026-01-03/)
    expect(report.versions.map((row) => [row.sequence, row.filename, row.category, row.semanticVersion])).toEqual([
      [1, 'tables/001-a.sql', 'tables', '0.0.1'],
      [2, 'tables/002-b.sql', 'tables', '1.2.0'],
      [3, 'views/003-c.sql', 'views', '0.0.3'],
    ])
  })
})

it('shows the history also where the changelog cannot be read', async () => {
  await withFreshDatabase(async (url) => {
    await writeHistory(url, [{ path: 'tables/001-a.sql' }])
    const report = await listOf(url)
    expect(report.summary).toMatchObject({ total: 1, pending: null })
  })
})

it('says that nothing ran on an empty database', async () => {
  await withFreshDatabase(async (url) => {
    const report = await listOf(url)
    expect(report).toMatchObject({ currentVersion: null, versions: [], summary: { total: 0, lastMigrationDate: null } })
  })
})
