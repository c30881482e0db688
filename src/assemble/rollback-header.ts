import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import { formatKey } from '../model/changeset.ts'
import type { PackageFacts, RollbackKind } from '../model/package.ts'
import type { Destruction } from '../model/rollback.ts'
import { commentText, trusted } from '../sql/sql.ts'
import type { RollbackTemplates } from '../template/load-templates.ts'
import { fillTemplate } from '../template/template.ts'
import { ANY_CLIENT, ONE_TRANSACTION, PSQL_ONLY, packageFacts } from './header.ts'
import { serverName } from './package-plan.ts'
import type { RollbackPlan, RollbackSection } from './rollback-plan.ts'

/** A header is read whole before anything is run: what it lists has an end. */
const MOST_WARNINGS = 100

/** The comment a person reads first, and the settings of the session. */
export function rollbackHeader(plan: RollbackPlan, templates: RollbackTemplates, id: string): string {
  const outside = plan.fragments.some((fragment) => fragment.layout === 'steps')
  const text = fillTemplate(templates['rollback-header'], {
    title: `Rollback package of ${plan.changelog}`,
    product: PRODUCT,
    version: PRODUCT_VERSION,
    package: id,
    kind: 'rollback: undoes what ran after a point; the target must stand where the source stands, or between',
    generatedAt: plan.generatedAt,
    changelog: plan.changelog,
    source: plan.source ?? 'none: built without a database, all of the changelog is taken as run',
    to: plan.to,
    count: plan.sections.length,
    transactions: plan.transaction === 'single' ? ONE_TRANSACTION : 'one for each changeset',
    rollback: countsText(plan.sections),
    minServer: serverName(plan.minServerVersion),
    schema: plan.tables.schema,
    clientNote: outside ? ' (required: statements here cannot run inside a transaction)' : '',
    clients: plan.client === 'psql' ? PSQL_ONLY : ANY_CLIENT,
    facts: JSON.stringify({ ...packageFacts(plan, id), path: pathOf(plan) }),
    notes: trusted(`${warningLines(plan.sections)}${noteLines(plan.notes)}`),
    start: `${id}:start`,
  })
  return `${text}\n`
}

/** From where all of it ran to the point it leads to. */
function pathOf({ sections, required, to }: RollbackPlan): PackageFacts['path'] {
  const newest = sections[0]?.fragment.selected.changeset.key ?? null
  return { from: { version: 'the newest', last: newest }, to: { version: to, last: required.at(-1) ?? null } }
}

function countsText(sections: readonly RollbackSection[]): string {
  const kinds: readonly RollbackKind[] = ['own', 'derived', 'proposed', 'restored', 'none']
  const count = (kind: RollbackKind): number => sections.filter(({ fragment }) => fragment.rollback === kind).length
  return kinds.map((kind) => `${kind} ${count(kind)}`).join(', ')
}

/** `WARNING: destroys data: DROP TABLE public.orders`. */
export function destructionText({ statement, object }: Destruction): string {
  return `WARNING: destroys data: ${statement}${object === '' ? '' : ` ${object}`}`
}

function warningLines(sections: readonly RollbackSection[]): string {
  const all = sections.flatMap(({ fragment, destroys }) => {
    const key = formatKey(fragment.selected.changeset.key)
    return destroys.map((one) => `${destructionText(one)} (changeset ${key})`)
  })
  const more = all.length - MOST_WARNINGS
  const rest = more > 0 ? [`WARNING: ${more} more that destroy data: see the sections, or the manifest`] : []
  return [...all.slice(0, MOST_WARNINGS), ...rest].map((line) => `-- ${commentText(line)}\n`).join('')
}

function noteLines(notes: readonly string[]): string {
  const more = notes.length - MOST_WARNINGS
  const rest = more > 0 ? [`${more} more: see the manifest`] : []
  return [...notes.slice(0, MOST_WARNINGS), ...rest]
    .map((note) => `-- NOTE              ${commentText(note)}\n`)
    .join('')
}
