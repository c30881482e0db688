import { PRODUCT, PRODUCT_VERSION } from '../../kit/version.ts'
import { commentText, trusted } from '../../sql/sql.ts'
import type { DumpTemplates } from '../../template/load-dump-templates.ts'
import { fillTemplate } from '../../template/template.ts'
import { clientOf, type DumpPlan, minServerVersion } from './dump-plan.ts'

const KINDS = {
  schema: 'schema: every definition of the source, and no rows but those of its history',
  full: 'full: definitions, rows and indexes of the source',
} as const
/** Names that a person reads; a manifest has all of them. */
const MOST_NAMES = 12

/** The comment a person reads first. */
export function dumpHeader(plan: DumpPlan, templates: DumpTemplates, id: string): string {
  const { kind, server, options, needs, leftOut, scope, allowed } = plan
  const single = options.transaction === 'single'
  const psql = clientOf(plan) === 'psql'
  const minServer = minServerVersion(plan)
  return `${fillTemplate(templates.header, {
    title: `Database package (${kind}) of ${plan.source}`,
    product: PRODUCT,
    version: PRODUCT_VERSION,
    package: id,
    kind: KINDS[kind],
    generatedAt: plan.generatedAt,
    source: plan.source,
    serverVersion: server.version,
    encoding: server.encoding,
    pgDump: plan.pgDumpVersion,
    standing: standing(plan),
    leftOut: list(leftOut.names),
    transactions: single ? 'one for everything' : 'none: each statement stands for itself',
    minServer: Math.floor(minServer / 10_000),
    target: allowed.includes('non-empty-target') ? 'any database' : emptyTarget(plan),
    roles: list(needs.roles),
    extensions: list(needs.extensions),
    command: `${reader(options.compress)}psql "postgresql://USER@HOST/DATABASE"${options.compress === 'none' ? ' -f THIS_FILE' : ''}`,
    clients: psql
      ? 'psql only: rows come as COPY; a package built with --inserts runs in any client'
      : 'pgAdmin, DBeaver and JDBC run it as well: there is no psql command in it',
    onFailure: single
      ? 'If anything fails, nothing is changed: mend the cause and run the file again.'
      : 'If anything fails, what was made stays: drop the database and begin with a new one.',
    notes: trusted(plan.notes.map((note) => `-- NOTE              ${commentText(note)}\n`).join('')),
    facts: JSON.stringify({
      product: PRODUCT,
      productVersion: PRODUCT_VERSION,
      id,
      kind,
      generatedAt: plan.generatedAt,
      changelog: 'none: read from the live database',
      source: plan.source,
      // None that is run: their rows come with the history.
      changesets: 0,
      transaction: single ? 'single' : 'per-changeset',
      client: psql ? 'psql' : 'any',
      minServerVersion: minServer,
      allowed,
      fingerprint: plan.fingerprint,
      path: null,
      schemas: scope.schemas?.map(({ name }) => name) ?? null,
      version: plan.version,
    }),
  })}\n`
}

function emptyTarget({ scope }: DumpPlan): string {
  return scope.schemas === null
    ? 'an empty database'
    : `nothing in schema ${list(scope.schemas.map(({ name }) => name))}`
}

function standing({ version }: DumpPlan): string {
  const { changesets, lastChangeset, lastTag } = version
  if (changesets === null) return 'unknown: the source has no history'
  if (lastChangeset === null) return 'the history is empty'
  return `${changesets} ${changesets === 1 ? 'changeset' : 'changesets'}, last ${lastChangeset}${lastTag === null ? '' : `, last tag ${lastTag}`}`
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const rest = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

function reader(compress: DumpPlan['options']['compress']): string {
  if (compress === 'none') return ''
  return `${compress === 'gzip' ? 'gzip' : 'zstd'} -dc THIS_FILE | `
}
