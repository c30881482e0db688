import { type ChangesetKey, normalizePath } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import { INTERNAL_PATH } from '../model/history.ts'
import type { PackagedChangeset } from '../model/package.ts'
import { literal, trusted } from '../sql/sql.ts'
import type { PackageTemplates, RollbackTemplates } from '../template/load-templates.ts'
import { bindTemplate, fillTemplate } from '../template/template.ts'
import { block, endOfTransaction } from './block.ts'
import { digestLine } from './digest-line.ts'
import { planRows } from './plan-rows.ts'
import { destructionText, rollbackHeader } from './rollback-header.ts'
import type { ExpectedAt, RollbackPlan, RollbackSection } from './rollback-plan.ts'
import { removeCode, restoreCode } from './rollback-record.ts'
import type { PackageSink, SectionState } from './section-state.ts'
import { type SectionStyle, writeChangeset } from './write-changeset.ts'
import { chunks, startState, writeOpening } from './write-package.ts'

interface RollbackState extends SectionState {
  readonly plan: RollbackPlan
  readonly rollback: RollbackTemplates
}

/**
 * Writes a package that undoes, section after section, and returns where each changeset stands in it. It has the properties
 * of every package: guarded by the history, one transaction for a changeset, nothing before all checks hold.
 */
export function writeRollback(
  plan: RollbackPlan,
  templates: PackageTemplates & RollbackTemplates,
  sink: PackageSink,
  onChangeset: (done: number, fragment: Fragment) => void = () => undefined,
): PackagedChangeset[] {
  const base = startState(plan, templates, sink)
  const bound = Object.entries(templates).map(([name, template]) => [name, bindTemplate(template, base.common)])
  const state = { ...base, plan, rollback: Object.fromEntries(bound) as RollbackTemplates }
  sink.write(rollbackHeader(plan, state.rollback, state.id))
  writePreflight(state)
  const packaged = plan.sections.map((section, index) => {
    const written = writeChangeset(state, section.fragment, index + 1, styleOf(state, section))
    onChangeset(index + 1, section.fragment)
    return written
  })
  writeFooter(state)
  return packaged
}

function styleOf({ rollback, plan }: RollbackState, section: RollbackSection): SectionStyle {
  const { restored, because, destroys, fragment } = section
  const count = plan.sections.length
  return {
    record: (_, fragment, number) =>
      restored === null
        ? removeCode(rollback, fragment, number, count)
        : restoreCode(rollback, fragment, restored.row, number, count),
    remarks: [`rollback: ${[fragment.rollback, ...because].join('; ')}`, ...destroys.map(destructionText)],
    before: restored?.before ?? [],
  }
}

function writePreflight(state: RollbackState): void {
  const { plan, rollback, sink, id } = state
  writeOpening(state)
  const step = { step: `${id}:plan` }
  sink.write(block(fillTemplate(rollback['rollback-begin'], step)))
  const known = [...plan.required.map((key) => knownRow(key, true)), ...plan.staying.map((key) => knownRow(key, false))]
  for (const rows of chunks(known)) {
    sink.write(block(fillTemplate(rollback['rollback-known'], { ...step, rows: rows.join(',\n') })))
  }
  for (const rows of chunks(rollbackRows(plan))) {
    sink.write(block(fillTemplate(rollback['rollback-plan'], { ...step, rows: rows.join(',\n') })))
  }
  for (const rows of chunks(plan.expected.map(expectedRow))) {
    sink.write(block(fillTemplate(rollback['rollback-rows'], { ...step, rows: rows.join(',\n') })))
  }
  const ready = fillTemplate(rollback['rollback-ready'], {
    ...step,
    next: `${id}:0`,
    internalPath: INTERNAL_PATH,
    declarations: plan.preconditions[0]?.declarations ?? '',
    preconditions: trusted(plan.preconditions.map((one) => one.code).join('')),
  })
  sink.write(`${block(ready)}${endOfTransaction(plan.transaction)}`)
}

function knownRow({ id, author, path }: ChangesetKey, must: boolean): string {
  return `    (${literal(id)}, ${literal(author)}, ${literal(normalizePath(path))}, ${must})`
}

/** The rows of any plan, what the row is to say that stays, and whether a target may lack it. */
function rollbackRows(plan: RollbackPlan): string[] {
  return planRows(plan.fragments).map((row, index) => {
    const section = plan.sections[index]
    const restored = section?.restored?.row.checksum ?? null
    return `${row.slice(0, -1)}, ${literal(restored)}::text, ${section?.optional === true})`
  })
}

function expectedRow({ table, rows, first }: ExpectedAt): string {
  return `    (${literal(table)}, ${rows}::bigint, ${first})`
}

function writeFooter({ plan, templates, rollback, sink, id }: RollbackState): void {
  const body = fillTemplate(rollback['rollback-footer'], { done: `${id}:done` })
  const commit = plan.transaction === 'single' ? 'COMMIT;\n' : ''
  sink.write(`\n-- === END: did everything go? ===\n${block(body)}${commit}${fillTemplate(templates.queries, {})}\n`)
  sink.write(digestLine(sink.digest()))
}
