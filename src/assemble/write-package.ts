import { lockKeys } from '../database/lock-keys.ts'
import type { Fragment } from '../model/fragment.ts'
import { INTERNAL_AUTHOR, INTERNAL_PATH } from '../model/history.ts'
import type { PackagedChangeset } from '../model/package.ts'
import type { Sql } from '../model/sql.ts'
import { normalizedPath } from '../sql/normalized-path.ts'
import { dollarQuoted, identifier, literal, qualifiedName, trusted } from '../sql/sql.ts'
import type { PackageTemplates } from '../template/load-templates.ts'
import { bindTemplate, fillTemplate, type HoleValues } from '../template/template.ts'
import { BEGIN, block, endOfTransaction } from './block.ts'
import { digestLine } from './digest-line.ts'
import { headerText } from './header.ts'
import { type PackagePlan, packageId, serverName } from './package-plan.ts'
import { planRows, startRows } from './plan-rows.ts'
import type { PackageSink, SectionState } from './section-state.ts'
import { writeChangeset } from './write-changeset.ts'

/** Rows of one preflight block: enough to be quick, few enough to be parsed in little memory. */
const ROWS_PER_BLOCK = 1000

/**
 * Writes a package, section after section, and returns where each changeset stands in it. Nothing is held: a changeset
 * is read, cut and written before the next one.
 */
export function writePackage(
  plan: PackagePlan,
  templates: PackageTemplates,
  sink: PackageSink,
  onChangeset: (done: number, fragment: Fragment) => void = () => undefined,
): PackagedChangeset[] {
  const state = startState(plan, templates, sink)
  sink.write(headerText(plan, templates, state))
  writePreflight(state)
  const packaged: PackagedChangeset[] = []
  plan.fragments.forEach((fragment, index) => {
    packaged.push(writeChangeset(state, fragment, index + 1))
    onChangeset(index + 1, fragment)
  })
  writeFooter(state)
  return packaged
}

export function startState(plan: PackagePlan, templates: PackageTemplates, sink: PackageSink): SectionState {
  const id = packageId(plan)
  const schema = plan.tables.schema
  const common: HoleValues = {
    ...lockKeys(plan.tables),
    schema,
    historyTable: qualifiedName(schema, plan.tables.changelog),
    lockTable: qualifiedName(schema, plan.tables.lock),
    holdsLock: trusted(holdsLock(plan)),
    normalizedPath: normalizedPath(trusted('h.filename')),
    mine: `${id}:%`,
    numbered: `^${id}:[0-9]`,
    package: id,
    count: plan.fragments.length,
  }
  const bound = Object.entries(templates).map(([name, template]) => [name, bindTemplate(template, common)])
  return { plan, templates: Object.fromEntries(bound) as PackageTemplates, sink, id, common }
}

/** Who holds Liquibase's lock, in words; no row where nobody does. */
const LOCK_HOLDER = `SELECT pg_catalog.format('%s since %s', coalesce(lockedby, 'unknown'), coalesce(lockgranted::text, 'unknown')) FROM %TABLE% WHERE id = 1 AND locked`

/** A row where this session holds the packages' advisory lock. */
function holdsLock(plan: PackagePlan): string {
  const { lockClass, lockKey } = lockKeys(plan.tables)
  return `SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.granted AND l.pid = pg_catalog.pg_backend_pid() AND l.objsubid = 2 AND l.classid = ${lockClass} AND l.objid = ${lockKey}`
}

/** The default schema first, the path that was there behind it. */
function searchPath(schema: string): Sql {
  const first = literal(`${identifier(schema)}, `)
  return trusted(
    `  PERFORM pg_catalog.set_config('search_path', ${first} || pg_catalog.current_setting('search_path'), false);\n`,
  )
}

/** Waits for the locks, and asks whether this is a server and a database that the package is for. */
export function writeOpening(state: SectionState): void {
  const { plan, templates, sink, id, common } = state
  const waiting = fillTemplate(templates.wait, {
    wait: `${plan.lockWait} seconds`,
    start: `${id}:start`,
    waited: `${id}:waited`,
    searchPath: plan.defaultSchema === null ? '' : searchPath(plan.defaultSchema),
    lockQuery: dollarQuoted(
      LOCK_HOLDER.replace('%TABLE%', () => String(common['lockTable'])),
      'q',
    ),
  })
  sink.write(`\n-- === PREFLIGHT: nothing is changed before all of this holds ===\n${block(waiting)}`)
  const first = fillTemplate(templates.preflight, {
    waited: `${id}:waited`,
    defaultSchema: plan.defaultSchema,
    minVersion: plan.minServerVersion,
    minServer: serverName(plan.minServerVersion),
    unicode: plan.unicode,
    tables: fillTemplate(templates.tables, { lockPrimaryKey: `${plan.tables.lock}_pkey` }),
    next: `${id}:plan`,
  })
  sink.write(`${BEGIN}${block(first)}`)
}

function writePreflight(state: SectionState): void {
  const { plan, templates, sink, id } = state
  writeOpening(state)
  const shared = { step: `${id}:plan` }
  writeStartPoint(state, shared)
  for (const rows of chunks(planRows(plan.fragments))) {
    sink.write(block(fillTemplate(templates.plan, { ...shared, rows: rows.join(',\n') })))
  }
  const declarations = plan.preconditions[0]?.declarations ?? trusted('')
  const preconditions = trusted(plan.preconditions.map((one) => one.code).join(''))
  const ready = fillTemplate(templates.ready, { ...shared, next: `${id}:0`, declarations, preconditions })
  sink.write(`${block(ready)}${endOfTransaction(plan.transaction)}`)
}

/** Asks whether the target stands where the package begins. */
function writeStartPoint({ plan, templates, sink }: SectionState, shared: HoleValues): void {
  const { start, required } = plan
  if (start === null && required.length === 0) return
  for (const rows of chunks(startRows(plan))) {
    sink.write(block(fillTemplate(templates['start-point'], { ...shared, rows: rows.join(',\n') })))
  }
  const stands = fillTemplate(templates.stands, {
    ...shared,
    exact: start?.exact ?? false,
    start: start?.path.from.version ?? 'where the source stood',
    required: required.length,
    internalAuthor: INTERNAL_AUTHOR,
    internalPath: INTERNAL_PATH,
  })
  sink.write(block(stands))
}

function writeFooter(state: SectionState): void {
  const { plan, templates, sink, id } = state
  const body = fillTemplate(templates.footer, { done: `${id}:done` })
  const queries = fillTemplate(templates.queries, {})
  const commit = plan.transaction === 'single' ? 'COMMIT;\n' : ''
  sink.write(`\n-- === END: did everything arrive? ===\n${block(body)}${commit}${queries}\n`)
  sink.write(digestLine(sink.digest()))
}

export function* chunks(rows: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < rows.length; at += ROWS_PER_BLOCK) yield rows.slice(at, at + ROWS_PER_BLOCK)
}
