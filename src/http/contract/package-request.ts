import { z } from 'zod'
import type { PackageRequest } from '../../model/package-request.ts'
import * as field from './package-fields.ts'
import { DOCKER, ENVIRONMENT, FULL, INCREMENTAL, obey, ROLLBACK, SPLIT, UP_TO } from './package-rules.ts'
import {
  toDockerRequest,
  toEnvironmentRequest,
  toFullRequest,
  toIncrementalRequest,
  toLiquibaseRequest,
  toRollbackRequest,
  toSchemaRequest,
  toSplitRequest,
  toSqlRequest,
} from './to-package-request.ts'

const of = z.enum(field.CHANGESETS_OF)
const filters = { contexts: field.contextsInBody.optional(), labels: field.expression.optional() }
const running = { ...filters, transaction: field.transaction.optional(), client: field.client.optional() }
const howFar = { count: field.countInBody.optional(), toTag: field.tag.optional() }
const ofDatabase = {
  schemas: field.patternsInBody.optional(),
  excludeTables: field.patternsInBody.optional(),
  noOwner: z.boolean().optional(),
  noPrivileges: z.boolean().optional(),
  noHistory: z.boolean().optional(),
  transaction: field.dumpTransaction.optional(),
}

const sql = obey(z.strictObject({ kind: z.enum(field.CHANGESETS_OF), ...running, ...howFar }), UP_TO)
const incremental = obey(
  z.strictObject({
    kind: z.literal('incremental'),
    versionFrom: field.version.optional(),
    versionTo: field.version.optional(),
    offline: z.boolean().optional(),
    includeRollback: z.boolean().optional(),
    ...running,
  }),
  INCREMENTAL,
)
const environment = obey(
  z.strictObject({
    kind: z.literal('environment'),
    sourceTarget: field.targetName,
    targetTarget: field.targetName,
    ...running,
  }),
  ENVIRONMENT,
)
const rollback = obey(
  z.strictObject({
    kind: z.literal('rollback'),
    to: field.version.optional(),
    count: field.countInBody.optional(),
    toDate: field.date.optional(),
    allowIrreversible: z.boolean().optional(),
    proposed: z.boolean().optional(),
    expectRows: field.expectRowsInBody.optional(),
    expectSourceRows: z.boolean().optional(),
    ...running,
  }),
  ROLLBACK,
)
const liquibase = obey(
  z.strictObject({ kind: z.literal('liquibase'), of: of.optional(), ...filters, ...howFar }),
  UP_TO,
)
const schema = z.strictObject({ kind: z.literal('schema'), ...ofDatabase })
const full = obey(
  z.strictObject({
    kind: z.literal('full'),
    format: field.fullFormat.optional(),
    compress: field.compress.optional(),
    includeData: z.boolean().optional(),
    includeIndexes: z.boolean().optional(),
    includeFunctions: z.boolean().optional(),
    excludeTableData: field.patternsInBody.optional(),
    rowsPerInsert: field.rowsPerInsertInBody.optional(),
    ...ofDatabase,
  }),
  FULL,
)
const docker = obey(
  z.strictObject({
    kind: z.literal('docker'),
    of: field.dockerOf.optional(),
    changesets: of.optional(),
    form: field.dockerForm.optional(),
    baseImage: field.image.optional(),
    ...running,
  }),
  DOCKER,
)
const split = obey(
  z.strictObject({
    kind: z.literal('split'),
    of: of.optional(),
    by: field.splitBy.optional(),
    afterDeploy: field.expression.optional(),
    maxMegabytes: field.megabytesInBody.optional(),
    ...running,
    ...howFar,
  }),
  SPLIT,
)

const packageRequestInput = z
  .discriminatedUnion('kind', [sql, incremental, environment, rollback, liquibase, schema, full, docker, split])
  .meta({ id: 'PackageRequest' })
type Input = z.output<typeof packageRequestInput>

/** A package of any kind, as JSON asks for it; members that are left out have the values the GET routes give them. */
export const packageRequest = packageRequestInput.transform(toPackageRequest)
export type PackageRequestInput = z.input<typeof packageRequestInput>

function toPackageRequest(given: Input): PackageRequest {
  switch (given.kind) {
    case 'deployed':
    case 'pending':
    case 'offline':
      return toSqlRequest(given)
    case 'incremental':
      return toIncrementalRequest(given)
    case 'environment':
      return toEnvironmentRequest(given)
    case 'rollback':
      return toRollbackRequest(given)
    case 'liquibase':
      return toLiquibaseRequest(given)
    case 'schema':
      return toSchemaRequest(given)
    case 'full':
      return toFullRequest(given)
    case 'docker':
      return toDockerRequest(given)
    case 'split':
      return toSplitRequest(given)
    default:
      return given satisfies never
  }
}
