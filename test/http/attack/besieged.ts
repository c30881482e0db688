import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../../../src/compose.ts'
import { openDatabase } from '../../../src/database/open-database.ts'
import type { AppParts } from '../../../src/http/app-parts.ts'
import { listen } from '../../../src/http/listen.ts'
import { checkHealth } from '../../../src/task/check-health.ts'
import { findVersion } from '../../../src/task/find-version.ts'
import { listVersions } from '../../../src/task/list-versions.ts'
import { stageAnyPackage } from '../../../src/task/stage-any-package.ts'
import { summarizeHistory } from '../../../src/task/summarize-history.ts'
import { update } from '../../../src/task/update.ts'
import { validate } from '../../../src/task/validate.ts'
import { freshDatabase } from '../../support/database.ts'
import { type TestManager, testManager } from '../../support/manager.ts'
import { toTarget } from '../../support/target.ts'
import { type ManagedApp, managedApp } from '../managed-app.ts'
import { testSettings } from '../test-app.ts'

/** What an author can write into a changelog, and a page or a report must not become. */
export const SCRIPT = '<script>alert(1)</script>'

const CHANGELOG = `--liquibase formatted sql

--changeset "anna${SCRIPT}":"1${SCRIPT}"
--comment: ${SCRIPT} "quoted" 'quoted'
CREATE TABLE canary (i int);
INSERT INTO canary VALUES (1);
--rollback DROP TABLE canary;
`

const tasks = { stagePackage: stageAnyPackage, checkHealth, listVersions, findVersion, summarizeHistory, validate }

/** The application on real databases behind a real port, with two targets, `default` and `other`. */
export interface Besieged {
  readonly made: ManagedApp
  readonly manager: TestManager
  readonly port: number
  readonly url: string
  /** Of the packaged database. */
  readonly targetUrl: string
  readonly folder: string
  dispose(): Promise<void>
}

export async function besieged(parts: Partial<AppParts> = {}, changelog = CHANGELOG): Promise<Besieged> {
  const [manager, target] = await Promise.all([testManager(), freshDatabase()])
  const folder = mkdtempSync(join(tmpdir(), 'dvm-attack-'))
  writeFileSync(join(folder, 'master.sql'), changelog)
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder] }
  const database = openDatabase(toTarget(target.url), { poolSize: 2 })
  const context = await compose({ ...settings, database: toTarget(target.url) }, { database })
  await update(context)
  const targets = ['default', 'other'].map((name) => ({ name, context, probes: context, dumps: context }))
  const made = managedApp(manager, { targets: new Map(targets.map((each) => [each.name, each])), tasks, ...parts })
  const server = await listen(made.app, { host: '127.0.0.1', port: 0, orNext: false })
  const { port } = server.address() as AddressInfo
  return {
    ...{ made, manager, port, folder, targetUrl: target.url, url: `http://127.0.0.1:${port}` },
    dispose: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      made.dispose()
      await manager.dispose()
      await database.close()
      await target.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
