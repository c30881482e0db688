import type { DocumentNode } from '../document/document-node.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { OnFail, OnSqlOutput, Precondition, PreconditionContainer } from '../model/precondition.ts'
import { complainAt, complainOf, nameOf, textOf, warnOfPassedOver } from './node-values.ts'
import { parseOnFail, parseOnSqlOutput } from './on-fail.ts'
import { checkShape, shapeOf } from './precondition-shape.ts'
import { readCondition } from './read-condition.ts'
import type { Reading } from './reading.ts'

const options = ['onFail', 'onError', 'onFailMessage', 'onErrorMessage', 'onSqlOutput']

/** A `preConditions` node; conditions that are not known become PRECONDITION_UNSUPPORTED. */
export function readPreconditions(reading: Reading, node: DocumentNode): PreconditionContainer {
  return {
    place: node.place,
    onFail: onFailOf(reading, node, 'onFail'),
    onError: onFailOf(reading, node, 'onError'),
    onFailMessage: textOf(reading, node, 'onFailMessage'),
    onErrorMessage: textOf(reading, node, 'onErrorMessage'),
    onSqlOutput: onSqlOutputOf(reading, node),
    conditions: readConditions(reading, node, options),
  }
}

function onFailOf(reading: Reading, node: DocumentNode, name: string): OnFail {
  const text = textOf(reading, node, name)
  const found = parseOnFail(text)
  if (found === null) complainOf(reading, node, name, `${name}="${text}" is none of HALT, CONTINUE, MARK_RAN, WARN`)
  return found ?? 'HALT'
}

function onSqlOutputOf(reading: Reading, node: DocumentNode): OnSqlOutput {
  const text = textOf(reading, node, 'onSqlOutput')
  const found = parseOnSqlOutput(text)
  if (found === null) complainOf(reading, node, 'onSqlOutput', `onSqlOutput="${text}" is none of IGNORE, TEST, FAIL`)
  return found ?? 'IGNORE'
}

function readConditions(reading: Reading, node: DocumentNode, attributes: readonly string[]): Precondition[] {
  const own = attributes.map((name) => name.toLowerCase())
  if (node.value !== null) complainAt(reading, node, `${nameOf(node)} has text in it, which stands for nothing`)
  return node.children.flatMap((child) => {
    if (child.form === 'attribute' && attributes.includes(child.name)) return []
    if (child.form === 'entry' && own.includes(child.name.toLowerCase())) return []
    if (child.form === 'attribute') {
      complainAt(reading, child, `<${node.name}> has no attribute ${child.name}`)
      return []
    }
    const condition = readOne(reading, child)
    return condition === null ? [] : [condition]
  })
}

function readOne(reading: Reading, node: DocumentNode): Precondition | null {
  const { name, place } = node
  if (name === 'and' || name === 'or' || name === 'not') {
    return { kind: name, place, conditions: readConditions(reading, node, []) }
  }
  if (name === 'preConditions' && node.form === 'entry') {
    return { kind: 'preConditions', place, container: readPreconditions(reading, node) }
  }
  const shape = shapeOf(name)
  if (shape === null) return passUnknown(reading, node)
  checkShape(reading, node, shape)
  return readCondition(reading, node, shape)
}

/** Liquibase stops at a name it does not know, but in YAML and JSON passes over one with nothing or only text in it. */
function passUnknown(reading: Reading, node: DocumentNode): null {
  if (node.form === 'entry' && (node.children.length === 0 || reading.passesUnknown)) {
    warnOfPassedOver(reading, node, `there is no condition ${node.name}`)
  } else reading.complain(complaint('PRECONDITION_UNSUPPORTED', { type: node.name }, node.place))
  return null
}
