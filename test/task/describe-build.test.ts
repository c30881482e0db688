import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/kit/digest.ts'
import { describeBuild } from '../../src/task/describe-build.ts'
import { withFreshDatabase } from '../support/database.ts'
import { deploy, formatted, withContext } from '../support/package.ts'

const files = formatted(['a', 'create table a (id int);'], ['b', 'select 1;'])

test('the fragment of a deployed database says what was built and measured, and is ready', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, files)
    await withContext(files, { url }, async (context) => {
      const file = join(context.settings.searchPath[0] ?? '', 'out.sql')
      const { DatabaseVersionManager: told } = (await describeBuild(context, file)).components
      const bytes = readFileSync(file)
      expect(told.package).toEqual({ file: 'out.sql', sha256: sha256(bytes), bytes: bytes.length })
      expect(told).toMatchObject({
        buildDate: '2026-01-02T03:04:05.000Z',
        healthStatus: 'HEALTHY',
        database: { connected: true, migrationCount: 2, lastMigration: expect.any(String) },
        deploymentReady: true,
        deploymentBlocks: [],
      })
      for (const time of Object.values(told.performance)) expect(time).toMatch(/^\d+(\.\d)? ms$/)
    })
  })
})

test('what stands in the way is listed, each with its code, and nothing was written', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, files)
    const edited = formatted(['a', 'create table a (id bigint);'])
    await withContext(edited, { url }, async (context) => {
      const file = join(context.settings.searchPath[0] ?? '', 'out.sql')
      const { DatabaseVersionManager: told } = (await describeBuild(context, file)).components
      expect(told).toMatchObject({ deploymentReady: false, package: null, capabilities: { packageGeneration: false } })
      expect(told.deploymentBlocks).toEqual([
        expect.stringMatching(/^package: .*root\.sql::a::me.*\[CHECKSUM_DRIFT\]$/),
        expect.stringMatching(/^package: .*root\.sql::b::me.*\[CHANGESET_MISSING\]$/),
      ])
      expect(existsSync(file)).toBe(false)
    })
  })
})

test('without a file the package is built all the same, and its temporary file goes', async () => {
  await withContext(files, {}, async (context) => {
    const { DatabaseVersionManager: told } = (await describeBuild(context, null)).components
    expect(told.package?.bytes).toBeGreaterThan(0)
    expect(readdirSync(join(context.settings.stateDir, 'staging'))).toEqual([])
  })
})
