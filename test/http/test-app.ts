import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import { openDatabase } from '../../src/database/open-database.ts'
import { createApp } from '../../src/http/app.ts'
import type { AppParts } from '../../src/http/app-parts.ts'
import { LOOPBACK_HOSTS } from '../../src/http/guard/allowed-hosts.ts'
import { BoundedSessionStore } from '../../src/http/guard/bounded-session-store.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import { formatPackageFileName, type PackageManifest } from '../../src/model/package.ts'
import type { RequestedKind } from '../../src/model/package-request.ts'
import type { HealthReport, VersionsReport } from '../../src/model/report.ts'
import { USUAL_SERVER } from '../../src/model/server-settings.ts'
import type { DatabaseTarget, Settings } from '../../src/model/settings.ts'
import type { StagedFacts } from '../../src/model/staged-package.ts'
import { createStagedFile } from '../../src/storage/staging.ts'
import { createBuildMeter } from '../../src/task/build-meter.ts'
import type { Context } from '../../src/task/context.ts'
import { findVersion } from '../../src/task/find-version.ts'
import { silentRecorder } from '../../src/task/record-event.ts'
import { summarizeHistory } from '../../src/task/summarize-history.ts'
import { validate } from '../../src/task/validate.ts'

/** Nothing listens there: what a test says nothing of must not be asked. */
const NOWHERE: DatabaseTarget = {
  host: '127.0.0.1',
  port: 1,
  database: 'nowhere',
  user: 'nobody',
  password: null,
  ssl: false,
  parameters: {},
}

export interface TestApp {
  readonly app: Express
  readonly parts: AppParts
  readonly stateDir: string
  /** Every line the log wrote. */
  readonly lines: string[]
  /** Files in the staging folder now. */
  staged(): string[]
  dispose(): void
}

/** The real application on small tasks; a test hands in those it looks at. */
export function testApp(
  tasks: Partial<AppParts['tasks']> = {},
  parts: Partial<AppParts> = {},
  settings: Partial<Settings> = {},
): TestApp {
  const stateDir = mkdtempSync(join(tmpdir(), 'dvm-http-'))
  const lines: string[] = []
  const context: Context = {
    settings: { ...testSettings(stateDir), ...settings },
    sources: {
      roots: ['/srv/changelogs'],
      find: () => null,
      list: () => [],
      read: () => Buffer.alloc(0),
      pieces: () => [],
      lentPieces: () => [],
    },
    database: null,
    clock: systemClock,
    log: jsonLog((line) => lines.push(line), systemClock),
  }
  const metrics = createMetrics({ process: false })
  const whole: AppParts = {
    targets: new Map([['default', { name: 'default', context, probes: context, dumps: context }]]),
    defaultTarget: 'default',
    log: context.log,
    manager: { database: openDatabase(NOWHERE), clock: context.clock, log: context.log },
    isManagerReady: async () => true,
    server: USUAL_SERVER,
    signIn: false,
    openId: null,
    sessions: { store: new BoundedSessionStore({ sessions: 1_000, milliseconds: 600_000 }), secret: 'of a test' },
    roots: [...context.sources.roots, stateDir],
    checkReplies: true,
    tasks: {
      stagePackage: (current) => stageText(current, `-- ${current.settings.generatedAt ?? ''}\nSELECT 1;\n`),
      checkHealth: async () => healthReport('HEALTHY'),
      listVersions: async () => versionsReport(0),
      findVersion,
      summarizeHistory,
      validate,
      ...tasks,
    },
    meter: createBuildMeter(metrics.built),
    jobs: { watch: { subscribe: () => () => undefined, close: async () => undefined }, drain: async () => undefined },
    events: silentRecorder,
    metrics,
    limits: null,
    hosts: LOOPBACK_HOSTS,
    page: stateDir,
    isDraining: () => false,
    ...parts,
  }
  return {
    app: createApp(whole),
    parts: whole,
    stateDir,
    lines,
    staged: () =>
      readdirSync(stateDir, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.sql')),
    dispose: () => rmSync(stateDir, { recursive: true, force: true }),
  }
}

/** Stages text as a package, in a real temporary file. */
export async function stageText(context: Context, text: string, kind: RequestedKind = 'offline') {
  const file = await createStagedFile(context.settings.stateDir, '.sql')
  writeFileSync(file.path, text)
  const generatedAt = context.settings.generatedAt ?? context.clock.now().toISOString()
  const bytes = Buffer.byteLength(text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const manifest: PackageManifest = {
    product: 'database-version-manager',
    productVersion: '0.0.0',
    kind: 'offline',
    generatedAt,
    transaction: 'per-changeset',
    client: 'any',
    changelog: 'changelog.xml',
    fingerprint: null,
    path: null,
    changesets: [],
    sources: [],
    warnings: [],
    allowed: [],
    bytes,
    sha256,
  }
  const fileName = formatPackageFileName(context.settings.database?.database ?? 'offline', generatedAt)
  const contentType = 'text/plain; charset=UTF-8'
  const facts: StagedFacts = { fileName, contentType, bytes, sha256, kind, generatedAt, changesets: 0 }
  const open = (range?: { start: number; end: number }) => file.open(range)
  return { facts, manifest, path: file.path, looked: new Map<string, string>(), open, remove: () => file.remove() }
}

export function healthReport(status: HealthReport['status']): HealthReport {
  return {
    status,
    timestamp: '2026-01-31T12:00:00.000Z',
    packageGeneration: { available: true, lastTest: null, performance: null },
    database: { connected: status === 'HEALTHY', migrationCount: 3, lastMigration: '003.sql' },
    system: { version: '0.0.0', uptime: 1, memoryUsage: { rss: 1, heapUsed: 1 } },
  }
}

/** A history of `rows` rows, every fifth of which failed. */
export function versionsReport(rows: number): VersionsReport {
  const versions = Array.from({ length: rows }, (_, index) => ({
    sequence: index + 1,
    id: String(index + 1),
    author: 'anna',
    filename: `tables/${index + 1}.sql`,
    checksum: null,
    executionType: (index + 1) % 5 === 0 ? 'FAILED' : 'EXECUTED',
    orderExecuted: index + 1,
    liquibaseVersion: '4.28.0',
    description: null,
    comments: null,
    tag: null,
    labels: null,
    contexts: null,
    deploymentId: null,
    executedAt: '2026-01-31T12:00:00',
    category: 'tables',
    semanticVersion: `0.0.${index + 1}`,
    displayName: String(index + 1),
  }))
  const failed = Math.floor(rows / 5)
  const summary = { total: rows, applied: rows - failed, pending: 0, failed, lastMigrationDate: null }
  return { currentVersion: null, summary, versions }
}

export function testSettings(stateDir: string): Settings {
  return {
    changelog: 'changelog.xml',
    searchPath: [],
    duplicateFiles: 'refuse',
    parsing: { missingProperties: 'preserve', propertyEscaping: false, unknownEntries: 'refuse' },
    database: null,
    tables: { schema: null, changelog: 'databasechangelog', lock: 'databasechangeloglock' },
    defaultSchema: null,
    contexts: [],
    labelFilter: null,
    upTo: null,
    range: null,
    properties: [],
    stateDir,
    generatedAt: null,
    package: {
      kind: null,
      transaction: 'per-changeset',
      client: 'any',
      lockWait: 300,
      minServerVersion: null,
      allow: [],
    },
  }
}
