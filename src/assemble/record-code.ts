import { LIQUIBASE_VERSION } from '../kit/version.ts'
import { normalizePath } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import { wasRunAgain } from '../model/history.ts'
import type { Sql } from '../model/sql.ts'
import { literal, trusted } from '../sql/sql.ts'
import { fillTemplate, type HoleValues } from '../template/template.ts'
import type { SectionState } from './section-state.ts'

const COUNTED = `pg_catalog.current_setting('dvm.order')::integer`
const NEXT = `${COUNTED} + 1`

/** The end of a changeset's block: its row in the history, as Liquibase would write it on this target. */
export function recordCode(state: SectionState, fragment: Fragment, number: number): Sql {
  const { templates, plan } = state
  const { changeset } = fragment.selected
  const { columns, checksum } = fragment
  const samePath = normalizePath(changeset.key.path)
  const { id, author, path } = changeset.key
  const values: HoleValues = { id, author, path, checksum, samePath, liquibase: LIQUIBASE_VERSION, ...columns }
  const insert = insertCode(state, fragment, values)
  const said = `    RAISE NOTICE '[${number}/${plan.fragments.length}] % %', dvm_exectype, dvm_key;\n`
  if (!changeset.runAlways && !changeset.runOnChange) {
    const maySkip = changeset.failOnError === false || fragment.preconditions !== null
    return trusted(
      maySkip ? `    IF dvm_exectype <> 'SKIPPED' THEN\n${insert}    END IF;\n${said}` : `${insert}${said}`,
    )
  }
  const tag = columns.tag === null ? '' : trusted(`, tag = ${literal(columns.tag)}`)
  const update = fillTemplate(templates['record-update'], { ...values, tag })
  // A changeset that ran before and is marked now keeps its row: a second one would double the history.
  const first = `pg_catalog.substr(pg_catalog.current_setting('dvm.plan'), ${number}, 1) = '0'`
  return trusted(`    IF dvm_exectype <> 'SKIPPED' AND ${first} THEN
${insert}    ELSIF dvm_exectype = 'EXECUTED' THEN
${countCode(state, values, NEXT)}
${update}
    END IF;
${said}`)
}

/**
 * A package of what ran keeps the source's numbers where the target leaves room, so that a rebuilt database has the same
 * history, gaps included. What was run again stands early in the package and late in the history: its number is written
 * without counting on from it.
 */
function insertCode(state: SectionState, fragment: Fragment, values: HoleValues): string {
  const { changeset, entry } = fragment.selected
  const rebuilt = state.plan.kind === 'deployed' && entry !== null
  const order = rebuilt ? `GREATEST(${NEXT}, ${entry.order})` : NEXT
  const early = rebuilt && wasRunAgain({ changeset, entry })
  const insert = fillTemplate(state.templates['record-insert'], {
    place: trusted(early ? order : COUNTED),
    exectype: trusted(rebuilt && entry.execType === 'RERAN' ? RERAN_WHERE_EXECUTED : 'dvm_exectype'),
    ...values,
    // A tag that was set on the source later stands in its row only.
    tag: (rebuilt ? entry.tag : null) ?? fragment.columns.tag,
  })
  return `${countCode(state, values, early ? COUNTED : order)}\n${insert}\n`
}

/** A rebuilt database says RERAN where its source does. */
const RERAN_WHERE_EXECUTED = `CASE dvm_exectype WHEN 'EXECUTED' THEN 'RERAN' ELSE dvm_exectype END`

function countCode(state: SectionState, values: HoleValues, order: string): string {
  return fillTemplate(state.templates['count-row'], { order: trusted(order), ...values })
}
