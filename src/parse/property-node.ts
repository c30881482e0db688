import type { DocumentNode } from '../document/document-node.ts'
import { parsePropertiesFile } from '../document/properties-file.ts'
import { complaint } from '../errors/dvm-error.ts'
import { sha256 } from '../kit/digest.ts'
import { type Frame, logicalPathOf, siblingOf } from './frame.ts'
import { complainAt, flagOf, javaText, nameOf, textOf, warnOfPassedOver } from './node-values.ts'
import { requireFile } from './open-change-source.ts'
import type { Reading } from './reading.ts'

/**
 * A `property` node: one name and value, or every line of the `.properties` file it names, which goes first. Rule:
 * Liquibase, DatabaseChangeLog.handleChildNodeHelper.
 */
export function readProperty(reading: Reading, frame: Frame, node: DocumentNode): void {
  const filter = textOf(reading, node, 'contextFilter')
  const context = filter === null || filter === '' ? textOf(reading, node, 'context') : filter
  const file = textOf(reading, node, 'file')
  if (file !== null) readFile(reading, frame, node, context, file)
  else readOne(reading, frame, node, context)
}

/**
 * The same node before anything else of a YAML or JSON file is read: a name goes before a file then, `contextFilter` does
 * not count, and each entry must have the type it is meant to have. False after a complaint. Rule: Liquibase,
 * YamlChangeLogParser.
 */
export function readPropertyAhead(reading: Reading, frame: Frame, node: DocumentNode): boolean {
  if (!isTyped(reading, node)) return false
  if (textOf(reading, node, 'contextFilter') !== null) {
    warnOfPassedOver(reading, node, 'contextFilter of a property does not count in YAML and JSON, only context does')
  }
  const context = textOf(reading, node, 'context')
  const file = textOf(reading, node, 'file')
  if (has(node, 'name')) readOne(reading, frame, node, context)
  else if (file !== null) return readFile(reading, frame, node, context, file)
  return true
}

/** Java types of entries, which Liquibase casts without asking. */
const types = {
  text: ['name', 'file', 'context', 'labels', 'dbms'],
  boolean: ['global', 'relativeToChangelogFile', 'errorIfMissing'],
} as const

function isTyped(reading: Reading, node: DocumentNode): boolean {
  if (node.list !== undefined || (node.value ?? node.values) !== null) {
    complainAt(reading, node, 'a property is a mapping with name and value, or with file')
    return false
  }
  let typed = true
  for (const child of node.children) {
    const type = types.text.some((name) => name === child.name) ? 'text' : 'boolean'
    if (type === 'boolean' && !types.boolean.some((name) => name === child.name)) continue
    const fits = child.values === null && child.children.length === 0 && (child.value === null || child.type === type)
    if (!fits)
      complainAt(reading, child, `${child.name} of a property must be ${mustBe[type]}: ${javaText(child) ?? ''}`)
    typed &&= fits
  }
  const value = node.children.find((child) => child.name === 'value')
  if (value !== undefined && value.children.length > 0) {
    complainAt(reading, value, 'the value of a property cannot be a mapping')
    typed = false
  }
  return typed
}

const mustBe = {
  text: 'a text, in quotes where it looks like something else',
  boolean: 'true or false, without quotes',
}

function has(node: DocumentNode, name: string): boolean {
  return node.children.some((child) => child.name === name)
}

function readOne(reading: Reading, frame: Frame, node: DocumentNode, context: string | null): void {
  const name = textOf(reading, node, 'name')
  // Without a name Liquibase fails as soon as it looks any property up.
  if (name === null) complainAt(reading, node, `${nameOf(node)} has neither name nor file`)
  else define(reading, frame, node, context, name, textOf(reading, node, 'value'))
}

function readFile(reading: Reading, frame: Frame, node: DocumentNode, context: string | null, file: string): boolean {
  const path = flagOf(reading, node, 'relativeToChangelogFile') === true ? siblingOf(frame, file) : file
  const read = reading.attempt(node.place, () => {
    if (flagOf(reading, node, 'errorIfMissing') === false && reading.storage.find(path) === null) {
      reading.warn(complaint('FILE_NOT_FOUND', { path, looked: '' }, node.place))
      return true
    }
    const located = requireFile(reading, path)
    const bytes = reading.storage.read(located)
    reading.files.set(located.path, { path: located.path, bytes: bytes.length, sha256: sha256(bytes) })
    for (const [name, value] of parsePropertiesFile(bytes)) define(reading, frame, node, context, name, value)
    return true
  })
  return read ?? false
}

function define(
  reading: Reading,
  frame: Frame,
  node: DocumentNode,
  context: string | null,
  name: string,
  value: string | null,
): void {
  reading.parameters.define({
    name,
    value,
    context,
    labels: textOf(reading, node, 'labels'),
    dbms: textOf(reading, node, 'dbms'),
    onlyIn: flagOf(reading, node, 'global') === false ? logicalPathOf(frame) : null,
  })
}
