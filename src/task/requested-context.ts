import { fail } from '../errors/dvm-error.ts'
import type { PackageRequest } from '../model/package-request.ts'
import type { PackageKind, UpTo } from '../model/selection.ts'
import type { DatabaseTarget, PackageRange, Settings } from '../model/settings.ts'
import type { Context } from './context.ts'

/** The connection of a registered database; null where none has that name. */
export type FindDatabase = (name: string) => DatabaseTarget | null

/**
 * The server's context with what one request may choose. `generatedAt` pins the time that stands in the package; null leaves
 * it to the settings. Fails with NOT_FOUND where a target is not registered.
 */
export function requestedContext(
  context: Context,
  request: PackageRequest,
  generatedAt: string | null,
  findDatabase: FindDatabase,
): Context {
  const { settings } = context
  return {
    ...context,
    settings: {
      ...settings,
      ...filtersOf(settings, request),
      upTo: upToOf(request),
      range: rangeOf(request, findDatabase),
      generatedAt: generatedAt ?? settings.generatedAt,
      package: { ...settings.package, ...runningOf(settings, request), kind: kindOf(settings, request) },
    },
  }
}

function filtersOf(settings: Settings, request: PackageRequest): Pick<Settings, 'contexts' | 'labelFilter'> {
  const { contexts, labels } = { contexts: null, labels: null, ...request }
  return { contexts: contexts ?? settings.contexts, labelFilter: labels ?? settings.labelFilter }
}

function runningOf(settings: Settings, request: PackageRequest): Pick<Settings['package'], 'transaction' | 'client'> {
  const { transaction, client } = settings.package
  // Dumps have their own transactions, and Liquibase its own.
  if (request.kind === 'schema' || request.kind === 'full' || request.kind === 'liquibase')
    return { transaction, client }
  return { transaction: request.transaction ?? transaction, client: request.client ?? client }
}

function upToOf(request: PackageRequest): UpTo | null {
  return 'upTo' in request ? request.upTo : null
}

/** Which changesets are in, where no range says it. */
function kindOf(settings: Settings, request: PackageRequest): PackageKind | null {
  switch (request.kind) {
    case 'deployed':
    case 'pending':
    case 'offline':
      return request.kind
    case 'incremental':
      return request.offline ? 'offline' : null
    case 'liquibase':
    case 'split':
      return request.of ?? settings.package.kind
    case 'docker':
      return request.changesets ?? settings.package.kind
    case 'full':
      return 'deployed'
    case 'environment':
    case 'rollback':
    case 'schema':
      return null
    default:
      return request satisfies never
  }
}

function rangeOf(request: PackageRequest, findDatabase: FindDatabase): PackageRange | null {
  if (request.kind === 'incremental') {
    return { kind: 'versions', from: request.versionFrom, to: request.versionTo }
  }
  if (request.kind !== 'environment') return null
  const require = (name: string): DatabaseTarget => {
    const found = findDatabase(name)
    if (found === null) throw fail('NOT_FOUND', { what: `target ${name}` })
    return found
  }
  // What the source has and the target lacks leads the target to where the source is.
  return { kind: 'databases', from: require(request.targetTarget), to: require(request.sourceTarget) }
}
