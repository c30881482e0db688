import type { XmlElement } from '../../document/write-xml.ts'
import { heldBody } from '../../model/body.ts'
import type { Place } from '../../model/place.ts'
import type { Precondition, PreconditionContainer } from '../../model/precondition.ts'
import { element } from './element.ts'
import { DOLLAR } from './escape-expressions.ts'

/** What the schema for XML demands and YAML and JSON may leave out. */
const demanded: Readonly<Partial<Record<Precondition['kind'], readonly string[]>>> = {
  dbms: ['type'],
  runningAs: ['username'],
  changeSetExecuted: ['id', 'author', 'changeLogFile'],
  tableExists: ['tableName'],
  viewExists: ['viewName'],
  sequenceExists: ['sequenceName'],
  columnExists: ['tableName', 'columnName'],
  foreignKeyConstraintExists: ['foreignKeyName'],
  rowCount: ['tableName', 'expectedRows'],
  tableIsEmpty: ['tableName'],
}

/** A `preConditions` element; `null` where it holds whatever the target is. */
export function preconditionsElement(container: PreconditionContainer, foreign: boolean): XmlElement | null {
  const { place, onFail, onError, onFailMessage, onErrorMessage, onSqlOutput, conditions } = container
  if (conditions.length === 0) return null
  const attributes = {
    onFail,
    onError,
    onFailMessage,
    onErrorMessage,
    onSqlOutput: onSqlOutput === 'IGNORE' ? null : onSqlOutput,
  }
  return element('preConditions', { place, attributes, children: conditions.map(conditionElement), foreign })
}

/** Those of all changelogs, in order, as one element: the schema knows no second one, and no options other than these. */
export function changelogPreconditions(containers: readonly PreconditionContainer[]): XmlElement | null {
  const [first, ...others] = containers.filter(({ conditions }) => conditions.length > 0)
  if (first === undefined) return null
  if (others.length === 0 && stops(first)) return preconditionsElement(first, false)
  const children = [first, ...others].flatMap((one) => preconditionsElement(one, true) ?? [])
  return element('preConditions', { place: first.place, children })
}

function stops({ onFail, onError }: PreconditionContainer): boolean {
  return [onFail, onError].every((option) => option === 'HALT' || option === 'WARN')
}

/** One that never holds, so that its changeset is recorded and not run. */
export function neverHolding(place: Place): XmlElement {
  const attributes = { onFail: 'MARK_RAN', onError: 'MARK_RAN' }
  return element('preConditions', { place, attributes, children: [settled(place, false)] })
}

function conditionElement(condition: Precondition): XmlElement {
  const { kind, place } = condition
  switch (kind) {
    case 'and':
    case 'or':
    case 'not': {
      const children = condition.conditions.map(conditionElement)
      return element(kind, { place, children, foreign: children.length === 0 })
    }
    case 'preConditions':
      return preconditionsElement(condition.container, true) ?? settled(place, true)
    case 'changeLogPropertyDefined':
    case 'expectedQuotingStrategy':
      return settled(place, condition.holds)
    case 'sqlCheck': {
      const { expectedResult, sql } = condition
      return element(kind, { place, attributes: { expectedResult }, text: heldBody(sql) })
    }
    case 'customPrecondition':
      // Nobody executes it here either: it counts as not holding.
      return settled(place, false)
    default: {
      const attributes = fieldsOf(condition)
      const foreign = demanded[kind]?.some((own) => attributes[own] === null) ?? false
      return element(kind, { place, attributes, foreign })
    }
  }
}

/** What the files alone decided, said with the one property a bundle has. */
function settled(place: Place, holds: boolean): XmlElement {
  return element('changeLogPropertyDefined', { place, attributes: { property: holds ? DOLLAR : `not.${DOLLAR}` } })
}

type Plain = Exclude<
  Precondition,
  {
    kind:
      | 'and'
      | 'or'
      | 'not'
      | 'preConditions'
      | 'changeLogPropertyDefined'
      | 'expectedQuotingStrategy'
      | 'sqlCheck'
      | 'customPrecondition'
  }
>

/** Its fields under the names of the schema. */
function fieldsOf(condition: Plain): Readonly<Record<string, string | null>> {
  const fields: Record<string, string | null> = {}
  for (const [own, value] of Object.entries(condition)) {
    if (own === 'kind' || own === 'place') continue
    fields[own === 'path' ? 'changeLogFile' : own] = value as string | null
  }
  return fields
}
