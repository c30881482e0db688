import type { DocumentNode } from '../document/document-node.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Precondition } from '../model/precondition.ts'
import { complainAt, javaText, nameOf, warnOfPassedOver } from './node-values.ts'
import type { Reading } from './reading.ts'

/** The fields of a condition, by Liquibase's names. */
export interface PreconditionShape {
  /** What counts on PostgreSQL. */
  readonly kept: readonly string[]
  /** What may be written and decides nothing. */
  readonly ignored: readonly string[]
  /** What Liquibase's XML schema demands. */
  readonly required: readonly string[]
  readonly children?: readonly string[]
}

function shape(
  kept: readonly string[],
  required: readonly string[],
  ignored: readonly string[] = [],
): PreconditionShape {
  return { kept, required, ignored }
}

/** One of these looks something up in a schema; the catalog is passed over. */
function lookUp(kept: readonly string[], required: readonly string[]): PreconditionShape {
  return shape(['schemaName', ...kept], required, ['catalogName'])
}

type LeafKind = Exclude<Precondition['kind'], 'and' | 'or' | 'not' | 'preConditions'>

/** Every condition of Liquibase 4.28 that has fields (META-INF/services: liquibase.precondition.Precondition). */
const byKind: Readonly<Record<LeafKind, PreconditionShape>> = {
  sqlCheck: shape(['expectedResult', 'sql'], ['expectedResult']),
  tableExists: lookUp(['tableName'], ['tableName']),
  viewExists: lookUp(['viewName'], ['viewName']),
  sequenceExists: lookUp(['sequenceName'], ['sequenceName']),
  columnExists: shape(['catalogName', 'schemaName', 'tableName', 'columnName'], ['tableName', 'columnName']),
  indexExists: lookUp(['indexName', 'tableName', 'columnNames'], []),
  primaryKeyExists: lookUp(['primaryKeyName', 'tableName'], []),
  foreignKeyConstraintExists: lookUp(['foreignKeyName', 'foreignKeyTableName'], ['foreignKeyName']),
  uniqueConstraintExists: shape(
    ['catalogName', 'schemaName', 'constraintName', 'tableName', 'columnNames'],
    ['tableName'],
  ),
  tableIsEmpty: lookUp(['tableName'], []),
  rowCount: lookUp(['tableName', 'expectedRows'], []),
  dbms: shape(['type'], ['type']),
  runningAs: shape(['username'], ['username']),
  changeSetExecuted: shape(['id', 'author', 'changeLogFile'], ['id', 'author']),
  changeLogPropertyDefined: shape(['property', 'value'], ['property']),
  expectedQuotingStrategy: shape(['strategy'], ['strategy']),
  customPrecondition: { ...shape(['className'], ['className']), children: ['param', 'params'] },
}

/** The shape of a condition of that name, whose case counts; `null` where there is no such condition. */
export function shapeOf(name: string): PreconditionShape | null {
  return Object.hasOwn(byKind, name) ? byKind[name as LeafKind] : null
}

/** What is written for a field, whose case counts; of several the last. A list is one text. */
export function fieldOf(node: DocumentNode, name: string): string | null {
  let found: string | null = null
  for (const child of node.children) if (child.name === name) found = javaText(child) ?? found
  return found
}

/**
 * Complains of what Liquibase's XML schema refuses. YAML and JSON have none: what they leave out or write too much is
 * warned of, and decided as Liquibase decides it.
 */
export function checkShape(
  reading: Reading,
  node: DocumentNode,
  { kept, ignored, required, children }: PreconditionShape,
): void {
  const strict = node.form !== 'entry'
  for (const child of node.children) {
    const known = child.form === 'element' ? (children ?? []) : [...kept, ...ignored, ...(children ?? [])]
    if (known.includes(child.name)) continue
    if (child.form === 'element') complainAt(reading, child, `<${child.name}> cannot stand in <${node.name}>`)
    else if (strict) complainAt(reading, child, `<${node.name}> has no attribute ${child.name}`)
    else warnOfPassedOver(reading, child, `${node.name} has no ${child.name}`)
  }
  if (node.value !== null && !kept.includes('sql')) {
    const what = `${nameOf(node)} has text in it, which stands for nothing`
    if (strict) complainAt(reading, { ...node, place: node.valuePlace }, what)
    else warnOfPassedOver(reading, node, what)
  }
  for (const name of required) {
    if (fieldOf(node, name) !== null) continue
    if (strict) complainAt(reading, node, `<${node.name}> has no ${name}`)
    else {
      const detail = `${node.name} has no ${name}: Liquibase takes it nevertheless, and so does the package`
      reading.warn(complaint('CHANGELOG_INVALID', { detail }, node.place))
    }
  }
}
