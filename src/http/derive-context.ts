import type { Context } from '../task/context.ts'
import type { PackageQuery } from './contract/package-routes.ts'
import { contextNames } from './contract/values.ts'

/**
 * The server's context with what one request may choose. `generatedAt` pins the time that stands in the package; `null`
 * leaves it to the settings.
 */
export function deriveContext(context: Context, query: PackageQuery, generatedAt: string | null = null): Context {
  const { settings } = context
  return {
    ...context,
    settings: {
      ...settings,
      contexts: query.contexts === undefined ? settings.contexts : contextNames(query.contexts),
      labelFilter: query.labels ?? settings.labelFilter,
      generatedAt: generatedAt ?? settings.generatedAt,
      package: {
        ...settings.package,
        kind: query.kind ?? settings.package.kind,
        transaction: query.transaction ?? settings.package.transaction,
      },
    },
  }
}
