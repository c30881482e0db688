import type { PackageRequest } from './package-api.ts'

export type Kind = PackageRequest['kind']
/** Members of the request of a kind, as its contract has them. */
export type Member<K extends Kind, R = PackageRequest> = R extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? Exclude<keyof R, 'kind'>
    : never
  : never

/** How a member is asked for. What is left as it is, is not sent: the server knows what is usual. */
export type Control =
  | { readonly control: 'check'; readonly usual: boolean }
  | { readonly control: 'choice'; readonly choices: readonly (readonly [string, string])[] }
  | { readonly control: 'text'; readonly example?: string }
  | { readonly control: 'number'; readonly most: number; readonly usual?: number }
  /** Names, joined by commas. */
  | { readonly control: 'names'; readonly example?: string }
  /** Sent as it stands: the server knows how patterns are quoted. */
  | { readonly control: 'patterns'; readonly example?: string }
  /** TABLE=NUMBER, joined by commas. */
  | { readonly control: 'rows' }
  /** One of the registered databases; by default the one at this place. */
  | { readonly control: 'target'; readonly place: number }

/** Asked for only while another field has one of these values. */
export interface When {
  readonly field: string
  readonly is: readonly string[]
}

export type Field<M extends string = string> = Control & {
  readonly name: M
  readonly label: string
  readonly hint?: string
  readonly when?: When
}

/** Fields of which one counts, chosen by name; an empty name is none of them. */
export interface Alternatives<M extends string = string> {
  readonly label: string
  readonly none: string | null
  readonly of: readonly Field<M>[]
  readonly when?: When
}

export type Part<M extends string = string> = Field<M> | Alternatives<M>

const CHANGESETS = [
  ['', 'Deployed here'],
  ['pending', 'Pending here'],
  ['offline', 'The whole changelog'],
] as const
const VERSION = 'v1.2, tag:v1.2, order:10, date:2026-11-01'
const OF_SQL = { field: 'of', is: [''] }

const contexts: Field<'contexts'> = {
  name: 'contexts',
  label: 'Contexts',
  control: 'names',
  example: 'test, production',
  hint: 'Changesets of these contexts; empty: those the server is set to.',
}
const labels: Field<'labels'> = {
  name: 'labels',
  label: 'Label expression',
  control: 'text',
  example: 'orders and !legacy',
}
const transaction: Field<'transaction'> = {
  name: 'transaction',
  label: 'Transactions',
  control: 'choice',
  choices: [
    ['', 'As the server is set'],
    ['per-changeset', 'One for each changeset'],
    ['single', 'One for all: everything or nothing'],
  ],
}
const client: Field<'client'> = {
  name: 'client',
  label: 'Run by',
  control: 'choice',
  choices: [
    ['', 'As the server is set'],
    ['any', 'Any client'],
    ['psql', 'psql only'],
  ],
}
const filters = [contexts, labels]
const running = [...filters, transaction, client]
const howFar: Alternatives<'count' | 'toTag'> = {
  label: 'How far',
  none: 'To the end',
  of: [
    { name: 'count', label: 'Only the first changesets', control: 'number', most: 999_999_999, usual: 1 },
    { name: 'toTag', label: 'Up to this tag', control: 'text', example: 'v1.2' },
  ],
}
const changesets = { label: 'Changesets', control: 'choice', choices: CHANGESETS } as const
const check = <M extends string>(name: M, label: string, usual: boolean): Field<M> => ({
  name,
  label,
  control: 'check',
  usual,
})
const ofDump = [
  { name: 'schemas', label: 'Schemas', control: 'patterns', example: 'app, sales_*', hint: 'Empty: all.' } as const,
  { name: 'excludeTables', label: 'Leave out tables', control: 'patterns', example: 'app.log_*' } as const,
  check('noOwner', 'Without owners', false),
  check('noPrivileges', 'Without privileges', false),
  check('noHistory', 'Without the history of Liquibase', false),
  {
    name: 'transaction',
    label: 'Transactions',
    control: 'choice',
    choices: [
      ['', 'One for all: everything or nothing'],
      ['none', 'None: statement by statement'],
    ],
  } as const,
]
const whenDumped = { field: 'format', is: ['', 'docker'] }

export const incrementalOptions: readonly Part<Member<'incremental'>>[] = [
  { name: 'versionFrom', label: 'From version', control: 'text', example: VERSION, hint: 'Empty: the empty database.' },
  { name: 'versionTo', label: 'To version', control: 'text', example: VERSION, hint: 'Empty: the newest.' },
  check('offline', 'Versions of the changelog, not of the history', false),
  check('includeRollback', 'With the package that undoes it (only up to the newest version)', false),
  ...running,
]
export const environmentOptions: readonly Part<Member<'environment'>>[] = [
  { name: 'sourceTarget', label: 'Source: the one that has it', control: 'target', place: 0 },
  { name: 'targetTarget', label: 'Target: the one that gets it', control: 'target', place: 1 },
  ...running,
]
export const rollbackOptions: readonly Part<Member<'rollback'>>[] = [
  {
    label: 'How far back',
    none: null,
    of: [
      { name: 'count', label: 'So many changesets, the last ones', control: 'number', most: 999_999_999, usual: 1 },
      { name: 'to', label: 'To a version', control: 'text', example: VERSION },
      { name: 'toDate', label: 'To a date', control: 'text', example: '2026-11-01T12:30:00' },
    ],
  },
  check('allowIrreversible', 'Leave what cannot be undone as it is', false),
  check('proposed', 'Propose rollbacks for SQL that has none', true),
  check('expectSourceRows', 'Run only where tables that lose data have the rows they have here', false),
  { name: 'expectRows', label: 'Run only with these rows', control: 'rows', hint: 'TABLE=NUMBER, joined by commas.' },
  ...running,
]
/** What ran here is packaged whole: how far is no question of it. */
const howFarUnlessDeployed = { ...howFar, when: { field: 'of', is: ['pending', 'offline'] } }

export const deployedOptions: readonly Part<Member<'deployed'>>[] = running
export const changelogOptions: readonly Part<Member<'pending'>>[] = [howFar, ...running]
export const liquibaseOptions: readonly Part<Member<'liquibase'>>[] = [
  { name: 'of', ...changesets },
  howFarUnlessDeployed,
  ...filters,
]
export const schemaOptions: readonly Part<Member<'schema'>>[] = ofDump
export const fullOptions: readonly Part<Member<'full'>>[] = [
  {
    name: 'format',
    label: 'Format',
    control: 'choice',
    choices: [
      ['', 'SQL'],
      ['liquibase', 'Liquibase XML of all that was deployed'],
      ['docker', 'Docker build context'],
    ],
  },
  {
    name: 'compress',
    label: 'Compression',
    control: 'choice',
    choices: [
      ['', 'None'],
      ['gzip', 'gzip'],
      ['zstd', 'zstd'],
    ],
    when: { field: 'format', is: [''] },
  },
  { ...check('includeData', 'With data', true), when: whenDumped },
  { ...check('includeIndexes', 'With indexes', true), when: whenDumped },
  { ...check('includeFunctions', 'With functions', true), when: whenDumped },
  { name: 'excludeTableData', label: 'Leave out the data of', control: 'patterns', when: whenDumped },
  {
    name: 'rowsPerInsert',
    label: 'Rows of one INSERT',
    control: 'number',
    most: 100_000,
    hint: 'Empty: COPY, which only psql reads.',
    when: whenDumped,
  },
  ...ofDump.map((field) => ({ ...field, when: whenDumped })),
]
export const dockerOptions: readonly Part<Member<'docker'>>[] = [
  {
    name: 'of',
    label: 'What is inside',
    control: 'choice',
    choices: [
      ['', 'Changesets'],
      ['schema', 'The schema of the live database'],
      ['full', 'The whole live database'],
    ],
  },
  { name: 'changesets', ...changesets, when: OF_SQL },
  {
    name: 'form',
    label: 'Form',
    control: 'choice',
    choices: [
      ['', 'A database with everything in it'],
      ['migrate', 'A container that migrates another database'],
    ],
  },
  { name: 'baseImage', label: 'Base image', control: 'text', example: 'postgres:16' },
  ...running.map((field) => ({ ...field, when: OF_SQL })),
]
export const splitOptions: readonly Part<Member<'split'>>[] = [
  { name: 'of', ...changesets },
  {
    name: 'by',
    label: 'Split',
    control: 'choice',
    choices: [
      ['', 'By phase of the deployment'],
      ['size', 'By size'],
    ],
  },
  {
    name: 'afterDeploy',
    label: 'Labels of what runs after the deployment',
    control: 'text',
    when: { field: 'by', is: [''] },
  },
  {
    name: 'maxMegabytes',
    label: 'Megabytes of a file, at most',
    control: 'number',
    most: 10_000,
    usual: 10,
    when: { field: 'by', is: ['size'] },
  },
  howFarUnlessDeployed,
  ...running,
]
