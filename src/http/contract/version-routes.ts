import { z } from 'zod'
import { json, NO_PARAMS, route } from './route.ts'
import { count, target } from './values.ts'

const LEGACY = '/rest/scriptrunner/latest/custom'
/** Execution types as Liquibase writes them (ChangeSet.ExecType). */
const EXECUTION_TYPES = ['EXECUTED', 'FAILED', 'SKIPPED', 'RERAN', 'MARK_RAN'] as const

const text = z.string().nullable()

export const versionRow = z
  .strictObject({
    sequence: z.int(),
    id: z.string(),
    author: z.string(),
    filename: z.string(),
    checksum: text,
    executionType: z.string(),
    orderExecuted: z.int(),
    liquibaseVersion: text,
    description: text,
    comments: text,
    tag: text,
    labels: text,
    contexts: text,
    deploymentId: text,
    executedAt: z.string(),
    category: z.string(),
    semanticVersion: z.string(),
    displayName: z.string(),
  })
  .meta({ id: 'VersionRow' })

export const versionsReply = z
  .strictObject({
    currentVersion: text,
    summary: z.strictObject({
      total: z.int(),
      applied: z.int(),
      pending: z.int().nullable().describe('Null where the changelog cannot be read'),
      failed: z.int(),
      lastMigrationDate: text,
    }),
    versions: z.array(versionRow),
    paging: z.strictObject({
      total: z.int().describe('Rows that match'),
      offset: z.int(),
      limit: z.int().nullable(),
    }),
  })
  .meta({ id: 'Versions' })

export type VersionsReply = z.output<typeof versionsReply>

export const healthReply = z
  .strictObject({
    status: z.enum(['HEALTHY', 'UNHEALTHY']),
    timestamp: z.string(),
    packageGeneration: z.strictObject({ available: z.boolean(), lastTest: text, performance: text }),
    database: z.strictObject({ connected: z.boolean(), migrationCount: z.int(), lastMigration: text }),
    system: z.strictObject({
      version: z.string(),
      uptime: z.number().describe('Seconds'),
      memoryUsage: z.strictObject({ rss: z.int(), heapUsed: z.int() }),
    }),
    error: z.strictObject({ message: z.string() }).optional(),
  })
  .meta({ id: 'Health' })

export const listVersionsRoute = route({
  id: 'listVersions',
  method: 'get',
  path: '/database-versions',
  tag: 'Versions',
  summary: 'The history as versions',
  access: 'view',
  params: NO_PARAMS,
  query: z.strictObject({
    target: target.optional(),
    status: z.enum(EXECUTION_TYPES).optional(),
    limit: count(1).optional(),
    offset: count(0).default(0),
  }),
  body: null,
  replies: { 200: json('The history, in the order of execution', versionsReply) },
  problems: ['DATABASE_UNREACHABLE', 'DATABASE_REFUSED', 'DATABASE_QUERY_FAILED'],
  example: { query: { limit: '10' } },
})

export const healthRoute = route({
  id: 'health',
  method: 'get',
  path: '/database-versions/health',
  aliases: [`${LEGACY}/databaseVersionsPackageHealth`],
  tag: 'Versions',
  summary: 'Whether the database answers and packages can be built',
  access: 'view',
  params: NO_PARAMS,
  query: z.strictObject({ target: target.optional() }),
  body: null,
  replies: { 200: json('Healthy', healthReply), 503: json('Unhealthy, and why', healthReply) },
})
