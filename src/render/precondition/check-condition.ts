import { type Complaint, complaint, DvmError } from '../../errors/dvm-error.ts'
import { splitList } from '../../kit/trim.ts'
import { admitsPostgres } from '../../model/expression.ts'
import { formatPlace } from '../../model/place.ts'
import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { changesetExecuted } from './changeset-executed.ts'
import { columnExists } from './column-exists.ts'
import { decide, fault } from './condition-code.ts'
import { foreignKeyConstraintExists, primaryKeyExists } from './constraint-exists.ts'
import { indexExists } from './index-exists.ts'
import { invalidityOf } from './invalid-condition.ts'
import type { PreconditionTarget } from './precondition-target.ts'
import { sequenceExists, tableExists, viewExists } from './relation-exists.ts'
import { rowCount, tableIsEmpty } from './row-count.ts'
import { sqlCheck } from './sql-check.ts'
import { uniqueConstraintExists } from './unique-constraint-exists.ts'

/** A condition that is no group of others. */
type Of<Kind extends Precondition['kind']> = Extract<Precondition, { kind: Kind }>
type Single = Exclude<Precondition, { kind: 'and' | 'or' | 'not' | 'preConditions' }>

/** PL/pgSQL that sets `dvm_holds`, or raises where the condition cannot be checked. */
export function checkCondition(condition: Single, target: PreconditionTarget): string {
  const invalidity = target.level === 'changelog' ? invalidityOf(condition) : null
  if (invalidity !== null) refuse(complaint('CHANGELOG_INVALID', { detail: invalidity }, condition.place), target)
  switch (condition.kind) {
    case 'sqlCheck':
      return sqlCheck(condition)
    case 'tableExists':
      return tableExists(condition, target)
    case 'viewExists':
      return viewExists(condition)
    case 'sequenceExists':
      return sequenceExists(condition)
    case 'columnExists':
      return columnExists(condition)
    case 'indexExists':
      return indexExists(condition, target)
    case 'primaryKeyExists':
      return primaryKeyExists(condition, target)
    case 'foreignKeyConstraintExists':
      return foreignKeyConstraintExists(condition, target)
    case 'uniqueConstraintExists':
      return uniqueConstraintExists(condition, target)
    case 'rowCount':
      return rowCount(condition, target)
    case 'tableIsEmpty':
      return tableIsEmpty(condition, target)
    case 'changeSetExecuted':
      return changesetExecuted(condition, target)
    default:
      return checkSettled(condition, target)
  }
}

/** What needs no look at the target's catalogs. */
function checkSettled(
  condition: Of<'dbms' | 'runningAs' | 'changeLogPropertyDefined' | 'expectedQuotingStrategy' | 'customPrecondition'>,
  target: PreconditionTarget,
): string {
  switch (condition.kind) {
    case 'dbms':
      return decide(String(isPostgres(condition.type ?? '')))
    case 'runningAs':
      return decide(
        `pg_catalog.lower(pg_catalog.split_part(session_user::text, '@', 1)) = ${literal((condition.username ?? '').toLowerCase())}`,
      )
    case 'changeLogPropertyDefined':
      return decide(String(condition.holds))
    case 'expectedQuotingStrategy':
      // Liquibase asks the changeset for the rest of its message, and a changelog has none.
      if (!condition.holds && target.level === 'changelog') return fault('the changelog has another quoting strategy')
      return decide(String(condition.holds))
    case 'customPrecondition':
      refuseCustom(condition, target)
      return decide('false')
    default:
      return condition satisfies never
  }
}

/** An empty list names no database here, whereas elsewhere it means every one (DBMSPrecondition). */
function isPostgres(type: string): boolean {
  const names = splitList(type.toLowerCase())
  return names.length > 0 && names.some((name) => name !== '') && admitsPostgres(names)
}

/** Nobody runs Java here. Where that is allowed the condition does not hold, as for a Liquibase without the class. */
function refuseCustom(condition: Of<'customPrecondition'>, target: PreconditionTarget): void {
  const { undecidable, subject } = target
  const { className, place } = condition
  const name = `customPrecondition ${className ?? ''}`
  const rules = ['customPrecondition', `customPrecondition:${className ?? ''}`]
  const allowed = rules.filter((rule) => undecidable?.allow.includes(rule))
  for (const rule of allowed) undecidable?.onAllowed(rule)
  if (allowed.length > 0) {
    const message = `${name} of ${subject} counts as not holding: nobody executes it here (${formatPlace(place)})`
    undecidable?.warn({ code: 'CHANGE_LEFT_OUT', message, place })
    return
  }
  refuse(complaint('CHANGE_NOT_EXECUTED', { name }, place, `in ${subject}`), target)
}

function refuse(item: Complaint, { undecidable }: PreconditionTarget): void {
  if (undecidable === undefined) throw new DvmError([item])
  undecidable.complain(item)
}
