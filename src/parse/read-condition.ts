import type { DocumentNode } from '../document/document-node.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Precondition } from '../model/precondition.ts'
import { logicalPathOf } from './frame.ts'
import { isJavaProperty } from './java-property.ts'
import { complainAt, complainOf, nameOf } from './node-values.ts'
import { fieldOf, type PreconditionShape } from './precondition-shape.ts'
import { MACHINE, type Reading } from './reading.ts'

/**
 * A condition with fields, whose shape was looked at. What Liquibase breaks off at, whatever `onError` says, is complained
 * of: no database could run it.
 */
export function readCondition(reading: Reading, node: DocumentNode, shape: PreconditionShape): Precondition {
  switch (node.name) {
    case 'sqlCheck':
      return readSqlCheck(reading, node)
    case 'rowCount':
      return readRowCount(reading, node)
    case 'changeSetExecuted':
      return readExecuted(reading, node)
    case 'changeLogPropertyDefined':
      return readPropertyDefined(reading, node)
    case 'expectedQuotingStrategy':
      return readQuotingStrategy(reading, node)
    case 'columnExists':
      if (needsTable(node)) complainAt(reading, node, `${nameOf(node)} has no tableName`)
      return readFields(node, shape)
    case 'uniqueConstraintExists':
      if (isBlank(fieldOf(node, 'tableName'))) complainAt(reading, node, `${nameOf(node)} has no tableName`)
      return readFields(node, shape)
    default:
      return readFields(node, shape)
  }
}

/** A condition that is its fields and no more: the table of shapes says which ones its kind has. */
function readFields(node: DocumentNode, { kept }: PreconditionShape): Precondition {
  const fields = Object.fromEntries(kept.map((own) => [own, fieldOf(node, own)]))
  return { kind: node.name, place: node.place, ...fields } as unknown as Precondition
}

/** Liquibase looks an ordinary column up by a query of its own, which may find nothing; the others need their table. */
function needsTable(node: DocumentNode): boolean {
  const column = fieldOf(node, 'columnName')
  const ordinary = column !== null && /^[a-z][a-z_0-9]*$/i.test(column) && fieldOf(node, 'catalogName') === null
  return !ordinary && isBlank(fieldOf(node, 'tableName'))
}

function isBlank(text: string | null): boolean {
  return text === null || /^[\u0000-\u0020]*$/.test(text)
}

function readSqlCheck(reading: Reading, node: DocumentNode): Precondition {
  const sql = node.value ?? fieldOf(node, 'sql')
  const expectedResult = fieldOf(node, 'expectedResult')
  if (sql === null) complainAt(reading, node, `${nameOf(node)} has no SQL`)
  if (expectedResult === null && node.form === 'entry') complainAt(reading, node, 'sqlCheck has no expectedResult')
  return { kind: 'sqlCheck', place: node.place, expectedResult: expectedResult ?? '', sql: sql ?? '' }
}

function readRowCount(reading: Reading, node: DocumentNode): Precondition {
  const written = fieldOf(node, 'expectedRows')
  const expectedRows = written === null ? null : wholeNumber(written)
  if (written !== null && expectedRows === null) {
    complainOf(reading, node, 'expectedRows', `expectedRows="${written}" is not a whole number`)
  }
  const { place } = node
  const [schemaName, tableName] = [fieldOf(node, 'schemaName'), fieldOf(node, 'tableName')]
  return { kind: 'rowCount', place, schemaName, tableName, expectedRows }
}

/** Digits of a whole number of 64 bits, as Java's `Long.valueOf` takes it. */
function wholeNumber(text: string): string | null {
  if (!/^[+-]?\d{1,19}$/.test(text)) return null
  const number = BigInt(text.replace('+', ''))
  return BigInt.asIntN(64, number) === number ? String(number) : null
}

/** Without `changeLogFile` it means the root changelog: that is what Liquibase hands to the check. */
function readExecuted(reading: Reading, node: DocumentNode): Precondition {
  const path = fieldOf(node, 'changeLogFile') ?? (reading.root === null ? '' : logicalPathOf(reading.root))
  const [id, author] = [fieldOf(node, 'id'), fieldOf(node, 'author')]
  return { kind: 'changeSetExecuted', place: node.place, id, author, path }
}

/** Liquibase asks once every file was read, and as the root changelog sees its properties. */
function readPropertyDefined(reading: Reading, node: DocumentNode): Precondition {
  const property = fieldOf(node, 'property')
  const expected = fieldOf(node, 'value')
  const condition = { kind: 'changeLogPropertyDefined' as const, place: node.place, holds: false }
  reading.later(() => {
    if (property === null) return
    const value = reading.parameters.find(property, reading.root === null ? '' : logicalPathOf(reading.root))
    condition.holds = value !== null && (expected === null || value === expected)
    if (value !== null || !isJavaProperty(property)) return
    // It is there in Liquibase; what it says only Liquibase's machine could tell.
    condition.holds = expected === null
    const facts = { name: property, consequence: MACHINE }
    if (expected !== null) reading.complainOfMachine(complaint('PROPERTY_UNDEFINED', facts, node.place))
  })
  return condition
}

const strategies = ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS']

/** Compared with what the root changelog says, not with the strategy of the changeset. */
function readQuotingStrategy(reading: Reading, node: DocumentNode): Precondition {
  const strategy = fieldOf(node, 'strategy')
  if (strategy !== null && !strategies.includes(strategy)) {
    complainOf(reading, node, 'strategy', `strategy="${strategy}" is none of ${strategies.join(', ')}`)
  }
  const condition = { kind: 'expectedQuotingStrategy' as const, place: node.place, holds: false }
  reading.later(() => {
    condition.holds = reading.root?.quotingStrategy === strategy
  })
  return condition
}
