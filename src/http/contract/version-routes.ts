import { z } from 'zod'
import { json, NO_PARAMS, route } from './route.ts'
import { count, target } from './values.ts'

const LEGACY = '/rest/scriptrunner/latest/custom'
/** Execution types as Liquibase writes them (ChangeSet.ExecType). */
const EXECUTION_TYPES = ['EXECUTED', 'FAILED', 'SKIPPED', 'RERAN', 'MARK_RAN'] as const

const text = z.string().nullable()
const DATABASE_PROBLEMS = ['DATABASE_UNREACHABLE', 'DATABASE_REFUSED', 'DATABASE_QUERY_FAILED'] as const

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
    version: z
      .string()
      .regex(/^[\p{L}\p{N}_. -]{1,100}$/u, 'expected a version such as 1.2.0, or a tag')
      .optional()
      .describe('Semantic version or tag'),
    limit: count(1).optional(),
    offset: count(0).default(0),
  }),
  body: null,
  replies: { 200: json('The history, in the order of execution', versionsReply) },
  problems: DATABASE_PROBLEMS,
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

const namedCounts = z.array(z.strictObject({ name: z.string(), count: z.int() }))

export const statisticsReply = z
  .strictObject({
    total: z.int(),
    byExecutionType: namedCounts,
    byAuthor: namedCounts,
    byCategory: namedCounts,
    byDate: namedCounts.describe('By day, as the database wrote it'),
    recent: z.array(versionRow).describe('The latest ten, the last first'),
    firstExecution: text,
    lastExecution: text,
  })
  .meta({ id: 'Statistics' })

const place = z.strictObject({ file: z.string(), line: z.int(), column: z.int() }).nullable()

export const versionReply = versionRow
  .extend({
    validation: z.strictObject({
      state: z.enum(['valid', 'drifted', 'missing', 'repeated', 'unknown']),
      because: z.string(),
      recorded: text,
      computed: text,
      place,
    }),
  })
  .meta({ id: 'Version' })

export const validationReply = z
  .strictObject({
    ok: z.boolean(),
    checked: z.int().describe('Changesets whose checksums were recomputed'),
    faults: z.array(
      z.strictObject({
        kind: z.enum(['drifted', 'missing', 'repeated', 'orphan', 'unreadable']),
        message: z.string(),
        place,
        recorded: text,
        computed: text,
      }),
    ),
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), place })),
  })
  .meta({ id: 'Validation' })

const ABOUT_TARGET = z.strictObject({ target: target.optional() })

export const statisticsRoute = route({
  id: 'statistics',
  method: 'get',
  path: '/database-versions/statistics',
  tag: 'Versions',
  summary: 'The history in figures',
  access: 'view',
  params: NO_PARAMS,
  query: ABOUT_TARGET,
  body: null,
  replies: { 200: json('Figures', statisticsReply) },
  problems: DATABASE_PROBLEMS,
})

export const validateRoute = route({
  id: 'validate',
  method: 'get',
  path: '/database-versions/validate',
  tag: 'Versions',
  summary: 'Every checksum recomputed and held against the history',
  description:
    'Names what was edited after it ran, what no file has any more, what stands twice, and files that no changelog includes.',
  access: 'view',
  params: NO_PARAMS,
  query: ABOUT_TARGET,
  body: null,
  replies: { 200: json('What was found; `ok` says whether all is well', validationReply) },
  problems: [...DATABASE_PROBLEMS, 'CHANGELOG_INVALID'],
})

export const findVersionRoute = route({
  id: 'findVersion',
  method: 'get',
  path: '/database-versions/{id}',
  tag: 'Versions',
  summary: 'One entry of the history, with its checksum held against the changelog',
  access: 'view',
  params: z.strictObject({ id: z.string().min(1).max(1_000).describe("The changeset's id") }),
  query: z.strictObject({
    target: target.optional(),
    author: z.string().min(1).max(1_000).optional().describe('Where several have the id'),
    filename: z.string().min(1).max(2_000).optional().describe('Where several have the id'),
  }),
  body: null,
  replies: { 200: json('The entry', versionReply) },
  problems: [...DATABASE_PROBLEMS, 'NOT_FOUND', 'VERSION_AMBIGUOUS'],
  example: { params: { id: '1' } },
})
