import type { AppParts } from '../app-parts.ts'
import * as contract from '../contract/package-routes.ts'
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
} from '../contract/to-package-request.ts'
import { createPackageShelf } from '../download/package-shelf.ts'
import type { Endpoint } from '../endpoint.ts'
import { requireTarget } from '../require-target.ts'
import { packageEndpoint } from './package-endpoint.ts'

/** `GET /database-versions/package/…`: every kind of package, built or kept, as a download. */
export function packageEndpoints(parts: AppParts): readonly Endpoint[] {
  const shelf = createPackageShelf(parts.shelf)
  parts.metrics.watch({ cache: shelf.stats })
  const served = { parts, shelf }
  return [
    packageEndpoint(served, contract.packageSqlRoute, ({ kind, ...query }) =>
      toSqlRequest({ ...query, kind: kind ?? usualKind(parts, query.target) }),
    ),
    packageEndpoint(served, contract.packageLiquibaseRoute, ({ kind, ...query }) =>
      toLiquibaseRequest({ ...query, of: kind }),
    ),
    packageEndpoint(served, contract.packageIncrementalRoute, toIncrementalRequest),
    packageEndpoint(served, contract.packageEnvironmentRoute, toEnvironmentRequest),
    packageEndpoint(served, contract.packageRollbackRoute, ({ versionTo, to, ...query }) =>
      toRollbackRequest({ ...query, to: to ?? versionTo }),
    ),
    packageEndpoint(served, contract.packageSchemaRoute, toSchemaRequest),
    packageEndpoint(served, contract.packageFullRoute, toFullRequest),
    packageEndpoint(served, contract.packageDockerRoute, toDockerRequest),
    packageEndpoint(served, contract.packageSplitRoute, ({ kind, ...query }) => toSplitRequest({ ...query, of: kind })),
  ]
}

/** As the command line has it: what the settings say, else by whether there is a database. */
function usualKind(parts: AppParts, target: string | undefined): 'deployed' | 'pending' | 'offline' {
  const { settings, database } = requireTarget(parts, target).context
  const { kind } = settings.package
  if (kind === 'deployed' || kind === 'pending' || kind === 'offline') return kind
  return database === null ? 'offline' : 'deployed'
}
