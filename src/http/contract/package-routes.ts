import { z } from 'zod'
import type { Code } from '../../errors/catalog.ts'
import * as field from './package-fields.ts'
import { DOCKER, ENVIRONMENT, FULL, INCREMENTAL, obey, ROLLBACK, SPLIT, UP_TO } from './package-rules.ts'
import { NO_PARAMS, type ReplyContract, route } from './route.ts'
import { flag, target } from './values.ts'

const LEGACY = '/rest/scriptrunner/latest/custom'
const SQL = 'text/plain'
const XML = 'application/xml'
const TAR = 'application/x-tar'

const common = {
  target: target.optional(),
  manifest: flag.optional().describe('true: what the package says about itself, as JSON, in the place of the file'),
}
const filters = { contexts: field.contextsInQuery.optional(), labels: field.expression.optional() }
const running = { ...filters, transaction: field.transaction.optional(), client: field.client.optional() }
const howFar = {
  count: field.countInQuery.optional().describe('Only the first changesets'),
  toTag: field.tag.optional().describe('Only up to the changeset that carries this tag, with it'),
}
const ofDatabase = {
  schemas: field.patternsInQuery.optional(),
  excludeTables: field.patternsInQuery.optional(),
  noOwner: flag.optional(),
  noPrivileges: flag.optional(),
  noHistory: flag.optional(),
  transaction: field.dumpTransaction.optional(),
}
const which = z.enum(field.CHANGESETS_OF).optional().describe('Which changesets')

/** What any of them may answer with: the build's own refusals, and those of downloads. */
const PROBLEMS: readonly Code[] = [
  'ETAG_MISMATCH',
  'RANGE_UNSATISFIABLE',
  'NOT_FOUND',
  'CHANGELOG_INVALID',
  'CHECKSUM_DRIFT',
  'VERSION_NOT_FOUND',
  'DATABASE_UNREACHABLE',
  'DATABASE_REFUSED',
  'DATABASE_QUERY_FAILED',
]

const HEADERS = {
  ETag: 'Strong: SHA-256 of the file, with the name of the content coding behind it',
  'Repr-Digest': 'SHA-256 of the representation (RFC 9530)',
  'Content-Disposition': 'Name of the file',
  'Accept-Ranges': 'bytes',
  'X-Package-Kind': 'Kind of the package',
  'X-Package-Generated-At': 'Time that stands in the package',
  'X-Package-SHA256': 'SHA-256 of the file, hexadecimal',
  'X-Package-Changesets': 'How many changesets are in it, or in the history of the database it is of',
} as const

function replies(type: string, ...otherTypes: readonly string[]): Readonly<Record<number, ReplyContract>> {
  const types = { type, otherTypes: [...otherTypes, 'application/json'], schema: null }
  return {
    200: { description: 'The file; with manifest=true its manifest', ...types, headers: HEADERS },
    206: { description: 'The range that was asked for', ...types, headers: HEADERS },
    304: { description: 'The client has it already', type: null, schema: null },
  }
}

/** What all of them have in common. */
const SHARED = {
  method: 'get',
  tag: 'Packages',
  access: 'database-management',
  audit: 'package.download',
  params: NO_PARAMS,
  body: null,
  problems: PROBLEMS,
} as const

export const packageSqlRoute = route({
  ...SHARED,
  id: 'packageSql',
  path: '/database-versions/package/sql',
  aliases: [`${LEGACY}/databaseVersionsPackageSQL`],
  summary: 'A SQL package',
  query: obey(z.strictObject({ ...common, kind: which, ...running, ...howFar }), UP_TO),
  replies: replies(SQL),
  example: { query: { kind: 'offline' } },
})

export const packageLiquibaseRoute = route({
  ...SHARED,
  id: 'packageLiquibase',
  path: '/database-versions/package/liquibase',
  aliases: [`${LEGACY}/databaseVersionsPackageLiquibase`],
  summary: 'One XML changelog for Liquibase',
  query: obey(z.strictObject({ ...common, kind: which, ...filters, ...howFar }), UP_TO),
  replies: replies(XML),
  example: { query: { kind: 'offline' } },
})

export const packageIncrementalRoute = route({
  ...SHARED,
  id: 'packageIncremental',
  path: '/database-versions/package/incremental',
  summary: 'What lies between two versions',
  query: obey(
    z.strictObject({
      ...common,
      versionFrom: field.version.optional().describe('The empty database where it is left out'),
      versionTo: field.version.optional().describe('The newest version where it is left out'),
      offline: flag.optional().describe('true: versions of the changelog, not of the history'),
      includeRollback: flag.optional().describe('true: a tar file, with the package that undoes it'),
      ...running,
    }),
    INCREMENTAL,
  ),
  replies: replies(SQL, TAR),
  example: { query: { versionFrom: 'order:1', offline: 'true' } },
})

export const packageEnvironmentRoute = route({
  ...SHARED,
  id: 'packageEnvironment',
  path: '/database-versions/package/environment',
  summary: 'What one registered database has and another lacks',
  description: 'It takes the permission on both.',
  query: obey(
    z.strictObject({
      ...common,
      sourceTarget: field.targetName.describe('The one that has it'),
      targetTarget: field.targetName.describe('The one that gets it'),
      ...running,
    }),
    ENVIRONMENT,
  ),
  replies: replies(SQL),
  example: { query: { sourceTarget: 'staging', targetTarget: 'production' } },
})

export const packageRollbackRoute = route({
  ...SHARED,
  id: 'packageRollback',
  path: '/database-versions/package/rollback',
  summary: 'What takes a database back',
  description: 'Exactly one of versionTo (or to), count and toDate says how far.',
  query: obey(
    z.strictObject({
      ...common,
      versionTo: field.version.optional(),
      to: field.version.optional(),
      count: field.countInQuery.optional().describe('Only so many changesets, the last ones'),
      toDate: field.date.optional(),
      allowIrreversible: flag.optional().describe('true: what cannot be undone stays'),
      proposed: flag.optional().describe('false: no rollback is proposed for SQL that has none'),
      expectRows: field.expectRowsInQuery.optional(),
      expectSourceRows: flag.optional().describe('true: tables that lose data must have the rows they have here'),
      ...running,
    }),
    ROLLBACK,
  ),
  replies: replies(SQL),
  problems: [...PROBLEMS, 'ROLLBACK_IMPOSSIBLE'],
  example: { query: { count: '1' } },
})

export const packageSchemaRoute = route({
  ...SHARED,
  id: 'packageSchema',
  path: '/database-versions/package/schema',
  summary: 'The definitions of the live database',
  query: z.strictObject({ ...common, ...ofDatabase }),
  replies: replies(SQL),
  problems: [...PROBLEMS, 'PATTERN_UNMATCHED', 'TOOL_FAILED'],
  example: { query: { noOwner: 'true' } },
})

export const packageFullRoute = route({
  ...SHARED,
  id: 'packageFull',
  path: '/database-versions/package/full',
  summary: 'The whole live database',
  description:
    'format=docker is a build context around it; format=liquibase the XML changelog of all that was deployed.',
  query: obey(
    z.strictObject({
      ...common,
      format: field.fullFormat.optional(),
      compress: field.compress.optional(),
      includeData: flag.optional(),
      includeIndexes: flag.optional(),
      includeFunctions: flag.optional(),
      excludeTableData: field.patternsInQuery.optional(),
      rowsPerInsert: field.rowsPerInsertInQuery
        .optional()
        .describe('Rows as INSERT for any client, not as COPY for psql'),
      ...ofDatabase,
    }),
    FULL,
  ),
  replies: replies(SQL, XML, TAR, 'application/gzip', 'application/zstd'),
  problems: [...PROBLEMS, 'PATTERN_UNMATCHED', 'TOOL_FAILED', 'COMPRESSION_UNAVAILABLE'],
  example: { query: { includeData: 'false' } },
})

export const packageDockerRoute = route({
  ...SHARED,
  id: 'packageDocker',
  path: '/database-versions/package/docker',
  summary: 'A Docker build context around a package, as a tar file',
  query: obey(
    z.strictObject({
      ...common,
      of: field.dockerOf.optional(),
      changesets: which,
      form: field.dockerForm.optional(),
      baseImage: field.image.optional(),
      ...running,
    }),
    DOCKER,
  ),
  replies: replies(TAR),
  example: { query: { changesets: 'offline' } },
})

export const packageSplitRoute = route({
  ...SHARED,
  id: 'packageSplit',
  path: '/database-versions/package/split',
  summary: 'A SQL package as numbered files, in a tar file',
  query: obey(
    z.strictObject({
      ...common,
      kind: which,
      by: field.splitBy.optional(),
      afterDeploy: field.expression.optional().describe('Label expression of what runs after the deployment'),
      maxMegabytes: field.megabytesInQuery.optional(),
      ...running,
      ...howFar,
    }),
    SPLIT,
  ),
  replies: replies(TAR),
  example: { query: { kind: 'offline' } },
})
