import { attribute } from '../change/read-attributes.ts'
import type { XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { OnFail, Precondition, PreconditionContainer } from '../model/precondition.ts'
import { logicalPathOf } from './frame.ts'
import { parseOnFail } from './on-fail.ts'
import type { Reading } from './reading.ts'

/** A `preConditions` element; conditions that are not known become PRECONDITION_UNSUPPORTED. */
export function readPreconditions(reading: Reading, element: XmlElement): PreconditionContainer {
  return {
    place: element.place,
    onFail: option(reading, element, 'onFail'),
    onError: option(reading, element, 'onError'),
    onFailMessage: attribute(element, 'onFailMessage'),
    onErrorMessage: attribute(element, 'onErrorMessage'),
    conditions: readConditions(reading, element),
  }
}

function readConditions(reading: Reading, element: XmlElement): Precondition[] {
  return element.children.flatMap((child) => {
    const condition = readCondition(reading, child)
    return condition === null ? [] : [condition]
  })
}

function readCondition(reading: Reading, element: XmlElement): Precondition | null {
  const { place } = element
  const required = (name: string) => requireValue(reading, element, name)
  const schemaName = attribute(element, 'schemaName')
  switch (element.name) {
    case 'and':
    case 'or':
    case 'not':
      return { kind: element.name, place, conditions: readConditions(reading, element) }
    case 'sqlCheck':
      if (element.text === '') complain(reading, element, '<sqlCheck> has no SQL')
      return { kind: 'sqlCheck', place, expectedResult: required('expectedResult'), sql: element.text }
    case 'tableExists':
      return { kind: 'tableExists', place, tableName: required('tableName'), schemaName }
    case 'viewExists':
      return { kind: 'viewExists', place, viewName: required('viewName'), schemaName }
    case 'dbms':
      return { kind: 'dbms', place, type: required('type').toLowerCase() }
    case 'runningAs':
      return { kind: 'runningAs', place, username: required('username') }
    case 'changeSetExecuted':
      return readExecuted(reading, element)
    case 'changeLogPropertyDefined':
      return readPropertyDefined(reading, element)
    default:
      reading.complain(complaint('PRECONDITION_UNSUPPORTED', { type: element.name }, place))
      return null
  }
}

/** Without `changeLogFile` it means the root changelog: that is what Liquibase hands to the check. */
function readExecuted(reading: Reading, element: XmlElement): Precondition {
  const path = attribute(element, 'changeLogFile') ?? (reading.root === null ? '' : logicalPathOf(reading.root))
  return {
    kind: 'changeSetExecuted',
    place: element.place,
    id: requireValue(reading, element, 'id'),
    author: requireValue(reading, element, 'author'),
    path,
  }
}

/** Liquibase asks once every file was read, and as the root changelog sees its properties. */
function readPropertyDefined(reading: Reading, element: XmlElement): Precondition {
  const property = requireValue(reading, element, 'property')
  const expected = attribute(element, 'value')
  const condition = { kind: 'changeLogPropertyDefined' as const, place: element.place, holds: false }
  reading.later(() => {
    const value = reading.parameters.find(property, reading.root === null ? '' : logicalPathOf(reading.root))
    condition.holds = value !== null && (expected === null || value === expected)
  })
  return condition
}

function requireValue(reading: Reading, element: XmlElement, name: string): string {
  const value = attribute(element, name)
  if (value === null) complain(reading, element, `<${element.name}> has no ${name}`)
  return value ?? ''
}

function option(reading: Reading, element: XmlElement, name: string): OnFail {
  const text = attribute(element, name)
  const found = parseOnFail(text)
  if (found === null) complain(reading, element, `${name}="${text}" is none of HALT, CONTINUE, MARK_RAN, WARN`)
  return found ?? 'HALT'
}

function complain(reading: Reading, element: XmlElement, detail: string): void {
  reading.complain(complaint('CHANGELOG_INVALID', { detail }, element.place))
}
