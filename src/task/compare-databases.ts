import { formatUrl } from '../database/format-url.ts'
import { differingEntries } from '../history/differing-entries.ts'
import type { ComparisonReport, DifferingEntry, SchemaScope } from '../model/comparison.ts'
import type { HistoryDifference } from '../model/package-path.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'
import { ignoreDifferences } from '../schema/ignore-differences.ts'
import type { Context } from './context.ts'
import { planComparison } from './plan-comparison.ts'
import { noteOnVersions, type ReadDatabase, readCompared, requireSchemas } from './read-compared.ts'

/**
 * Compares two environments: histories, schemas, and which package would bring the target to the source. Both connections are
 * read-only, each one snapshot. Fails with DATABASE_* and SETTING_INVALID.
 */
export async function compareDatabases(
  sourceContext: Context,
  targetContext: Context,
  scope: SchemaScope,
): Promise<ComparisonReport> {
  // A pattern that cannot be read is told before anything is waited for.
  ignoreDifferences([], scope.ignore)
  const [source, target] = await Promise.all([
    readCompared(sourceContext, scope, '--source'),
    readCompared(targetContext, scope, '--target'),
  ])
  requireSchemas(scope, [source.schema, target.schema])
  const urls = { source: urlOf(sourceContext, source), target: urlOf(targetContext, target) }
  const history = differingEntries(target.entries, source.entries, judge).map(toDiffering)
  const { kept, ignored } = ignoreDifferences(compareSchemas(source.schema, target.schema), scope.ignore)
  return {
    equal: history.length === 0 && kept.length === 0,
    comparedAt: sourceContext.clock.now().toISOString(),
    source: source.told,
    target: target.told,
    history,
    differences: kept,
    ignored,
    plan: planComparison({ source, target, history, urls, objects: kept.length }),
    notes: noteOnVersions(source.schema, target.schema),
  }
}

function urlOf({ settings }: Context, { told }: ReadDatabase): string {
  return settings.database === null ? `postgres://${told.label}` : formatUrl(settings.database)
}

/** Checksums of two versions say nothing of each other without the changelog. */
function judge(_key: unknown, one: string, other: string): 'same' | 'diverged' {
  return one.split(':')[0] === other.split(':')[0] ? 'diverged' : 'same'
}

/** A package would lead from the target to the source. */
function toDiffering(difference: HistoryDifference): DifferingEntry {
  const { key } = difference
  switch (difference.kind) {
    case 'only-in-from': {
      const target = String(difference.order)
      return { key, state: 'only-in-target', field: 'order', source: null, target, diverges: false }
    }
    case 'only-in-to': {
      const source = String(difference.order)
      return { key, state: 'only-in-source', field: 'order', source, target: null, diverges: false }
    }
    case 'differs': {
      const { field, from, to, diverges } = difference
      return { key, state: 'differs', field, source: to, target: from, diverges }
    }
    default:
      return difference satisfies never
  }
}
