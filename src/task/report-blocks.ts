import { formatKey } from '../model/changeset.ts'
import type { ComparedDatabase, IgnoredDifferences } from '../model/comparison.ts'
import type { ReportBlock } from '../template/report-page.ts'

/** What each database says of itself, one column for each. */
export function databasesBlock(sides: readonly (readonly [name: string, database: ComparedDatabase])[]): ReportBlock {
  const row = (name: string, tell: (database: ComparedDatabase) => string): readonly string[] => [
    name,
    ...sides.map(([, database]) => tell(database)),
  ]
  return {
    kind: 'table',
    title: sides.length === 1 ? 'Database' : 'Databases',
    head: ['', ...sides.map(([name]) => name)],
    rows: [
      row('database', ({ label }) => label),
      row('PostgreSQL', ({ serverVersion }) => serverVersion),
      row('changesets', ({ tableExists, changesets, table }) =>
        tableExists ? String(changesets) : `none: there is no table ${table}`,
      ),
      row('ran last', ({ last }) =>
        last === null ? 'nothing' : `${formatKey(last.key)}, order ${last.order}, ${last.executedAt}`,
      ),
      row('newest tag', ({ tag }) => tag ?? 'none'),
      row('fingerprint', ({ fingerprint }) => fingerprint),
    ],
  }
}

/** What was left out, and what else is to be known of a comparison. */
export function remarks({
  notes,
  ignored,
}: {
  readonly notes: readonly string[]
  readonly ignored: IgnoredDifferences
}): readonly string[] {
  const left = ignored.count === 0 ? [] : [`Left out by patterns: ${counted(ignored.count, 'object', 'objects')}.`]
  return [...left, ...ignored.unused.map((pattern) => `The pattern ${pattern} left out nothing.`), ...notes]
}

export function counted(length: number, one: string, many: string): string {
  return `${length} ${length === 1 ? one : many}`
}
