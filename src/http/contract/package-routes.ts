import { z } from 'zod'
import { NO_PARAMS, route } from './route.ts'
import { contexts, labels, target } from './values.ts'

const LEGACY = '/rest/scriptrunner/latest/custom'

export const packageSqlRoute = route({
  id: 'packageSql',
  method: 'get',
  path: '/database-versions/package/sql',
  aliases: [`${LEGACY}/databaseVersionsPackageSQL`],
  tag: 'Packages',
  summary: 'A SQL package',
  access: 'database-management',
  params: NO_PARAMS,
  query: z.strictObject({
    target: target.optional(),
    kind: z.enum(['deployed', 'pending', 'offline']).optional(),
    contexts: contexts.optional(),
    labels: labels.optional(),
    transaction: z.enum(['per-changeset', 'single']).optional(),
  }),
  body: null,
  replies: {
    200: { description: 'The file', type: 'text/plain', schema: null, headers: { ETag: 'Its SHA-256' } },
  },
})
export type PackageQuery = z.output<typeof packageSqlRoute.query>
