import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { PackageEnd, PackageFacts, RollbackKind } from '../model/package.ts'
import type { PathPoint } from '../model/package-path.ts'
import { commentText, trusted } from '../sql/sql.ts'
import type { PackageTemplates } from '../template/load-templates.ts'
import { fillTemplate } from '../template/template.ts'
import { type PackagePlan, serverName } from './package-plan.ts'
import { pathText } from './path-text.ts'
import type { SectionState } from './section-state.ts'

const KINDS: Readonly<Record<PackagePlan['kind'], string>> = {
  deployed: 'deployed: every changeset that ran on the source database',
  pending: 'pending: what the source database lacks; the target must stand where the source stands',
  offline: 'offline: the whole changelog',
  incremental: 'incremental: what ran between two versions; the target must stand at the first',
  environment: 'environment: what one database has and another lacks; the target must stand where that one stands',
  rollback: 'rollback: undoes what ran after a version, the last changeset first',
}

export const ANY_CLIENT = 'pgAdmin, DBeaver and JDBC run it as well: there is no psql command in it'
export const PSQL_ONLY = 'psql only: \\if stands around statements that cannot be guarded otherwise'
export const ONE_TRANSACTION = 'one for everything'

/** How many changesets could be undone, and by what. */
function rollbackText({ fragments }: PackagePlan): string {
  const count = (kind: RollbackKind): number => fragments.filter(({ rollback }) => rollback === kind).length
  return `own ${count('own')}, derived ${count('derived')}, none ${count('none')}`
}

/** The same for programs. */
export function packageFacts(plan: PackagePlan, id: string): PackageFacts {
  const { kind, generatedAt, changelog, source, transaction, client, minServerVersion, allowed, fragments, start } =
    plan
  return {
    product: PRODUCT,
    productVersion: PRODUCT_VERSION,
    id,
    kind,
    generatedAt,
    changelog,
    source,
    changesets: fragments.length,
    transaction,
    client,
    minServerVersion,
    allowed,
    // The manifest's alone: the file is the same whether one was asked for or not.
    fingerprint: kind === 'pending' ? null : plan.fingerprint,
    path: start === null ? null : { from: endOf(start.path.from), to: endOf(start.path.to) },
  }
}

function endOf({ version, last }: PathPoint): PackageEnd {
  return { version, last: last?.key ?? null }
}

/** The comment a person reads first, and the settings of the session. */
export function headerText(plan: PackagePlan, templates: PackageTemplates, state: SectionState): string {
  const single = plan.transaction === 'single'
  const outside = plan.fragments.some((fragment) => fragment.layout === 'steps')
  const psql = plan.client === 'psql'
  const text = fillTemplate(templates.header, {
    title: `Database package of ${plan.changelog}`,
    product: PRODUCT,
    version: PRODUCT_VERSION,
    package: state.id,
    kind: KINDS[plan.kind],
    generatedAt: plan.generatedAt,
    changelog: plan.changelog,
    source: plan.source ?? 'none: built without a database',
    count: plan.fragments.length,
    transactions: single ? ONE_TRANSACTION : 'one for each changeset',
    rollback: rollbackText(plan),
    minServer: serverName(plan.minServerVersion),
    schema: plan.tables.schema,
    clientNote: outside ? ' (required: statements here cannot run inside a transaction)' : '',
    clients: psql ? PSQL_ONLY : ANY_CLIENT,
    facts: JSON.stringify(packageFacts(plan, state.id)),
    path: trusted(
      pathText(plan)
        .map(([word, text]) => `-- ${word.padEnd(17)} ${commentText(text)}\n`)
        .join(''),
    ),
    notes: trusted(plan.notes.map((note) => `-- NOTE              ${commentText(note)}\n`).join('')),
    start: `${state.id}:start`,
  })
  return `${text}\n`
}
