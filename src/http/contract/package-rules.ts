import type { z } from 'zod'

type Given = Readonly<Record<string, unknown>>
type Issue = { readonly path: readonly string[]; readonly message: string }
export type Rule = (given: Given) => Issue | null

/** At most one of the members is given. */
export const notBoth =
  (one: string, other: string): Rule =>
  (given) =>
    given[one] === undefined || given[other] === undefined
      ? null
      : { path: [other], message: `it does not go with ${one}` }

/** Exactly one of the members is given. */
export const oneOf =
  (...names: readonly string[]): Rule =>
  (given) =>
    names.filter((name) => given[name] !== undefined).length === 1
      ? null
      : { path: [], message: `expected exactly one of ${names.join(', ')}` }

/** A member that says nothing where another has this value. */
export const onlyWith =
  (name: string, other: string, values: readonly unknown[], otherwise: unknown): Rule =>
  (given) =>
    given[name] === undefined || values.includes(given[other] ?? otherwise)
      ? null
      : { path: [name], message: `it goes with ${other}=${values.join(' or ')} only` }

/** Two names that must not be the same. */
export const different =
  (one: string, other: string): Rule =>
  (given) =>
    given[one] === given[other] ? { path: [other], message: `it must not be the same as ${one}` } : null

/** Holds what was given against rules over several members: what would be passed over in silence is refused. */
export function obey<T extends z.ZodObject>(schema: T, rules: readonly Rule[]): T {
  return schema.superRefine((given, context) => {
    for (const rule of rules) {
      const issue = rule(given as Given)
      if (issue !== null) context.addIssue({ code: 'custom', message: issue.message, path: [...issue.path] })
    }
  }) as T
}

const CHANGESETS_OF = ['deployed', 'pending', 'offline']

/** What was deployed is taken whole. Bodies and queries name the changesets by `of` or by `kind`; unsaid, it is these. */
const notOfDeployed =
  (name: string): Rule =>
  (given) => {
    const of = CHANGESETS_OF.includes(String(given['kind'])) ? given['kind'] : (given['of'] ?? 'deployed')
    return given[name] === undefined || of !== 'deployed'
      ? null
      : { path: [name], message: 'it does not go with what was deployed: that is taken whole' }
  }

export const UP_TO = [notBoth('count', 'toTag'), notOfDeployed('count'), notOfDeployed('toTag')]
export const ROLLBACK = [oneOf('to', 'versionTo', 'count', 'toDate')]
export const INCREMENTAL = [
  (given: Given): Issue | null =>
    given['includeRollback'] === true && given['versionTo'] !== undefined
      ? { path: ['includeRollback'], message: 'it goes with a range that ends at the newest: leave versionTo out' }
      : null,
]
export const ENVIRONMENT = [different('sourceTarget', 'targetTarget')]
const OF_DUMP = [
  'schemas',
  'excludeTables',
  'excludeTableData',
  'noOwner',
  'noPrivileges',
  'noHistory',
  'transaction',
  'includeData',
  'includeIndexes',
  'includeFunctions',
  'rowsPerInsert',
] as const
export const FULL = [
  ...OF_DUMP.map((name) => onlyWith(name, 'format', ['sql', 'docker'], 'sql')),
  onlyWith('compress', 'format', ['sql'], 'sql'),
]
export const DOCKER = ['changesets', 'contexts', 'labels', 'transaction', 'client'].map((name) =>
  onlyWith(name, 'of', ['sql'], 'sql'),
)
export const SPLIT = [
  ...UP_TO,
  onlyWith('afterDeploy', 'by', ['phase'], 'phase'),
  onlyWith('maxMegabytes', 'by', ['size'], 'phase'),
]
