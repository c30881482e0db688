export type ChangelogFormat = 'xml' | 'yaml' | 'json' | 'sql'

/** By the end of the name, whose case does not count: `.xml` needs no dot. Rule: Liquibase's ChangeLogParsers. */
const endings: readonly (readonly [RegExp, ChangelogFormat])[] = [
  [/xml$/i, 'xml'],
  [/\.(?:yaml|yml)$/i, 'yaml'],
  [/\.json$/i, 'json'],
  [/\.sql$/i, 'sql'],
]

/** The format of a changelog file; `null` where Liquibase has no parser for such a name. */
export function changelogFormatOf(path: string): ChangelogFormat | null {
  return endings.find(([ending]) => ending.test(path))?.[1] ?? null
}
