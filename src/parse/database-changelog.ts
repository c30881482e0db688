import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { readChangeset } from './changeset-node.ts'
import { checkContext } from './check-context.ts'
import { expandNode } from './expand-node.ts'
import { type Frame, isBlankExpression } from './frame.ts'
import { readIncludeAll } from './include-all-node.ts'
import { readInclude } from './include-node.ts'
import { complainAt, nameOf, textOf, warnOfPassedOver } from './node-values.ts'
import { readProperty } from './property-node.ts'
import { strategyOf } from './quoting-strategy.ts'
import type { Reading } from './reading.ts'
import { readRemoval } from './removal-node.ts'
import { addInRunOrder } from './run-order.ts'
import { readPreconditions } from './xml-preconditions.ts'

type ReadChild = (reading: Reading, frame: Frame, node: DocumentNode) => void

const children: Readonly<Record<string, ReadChild>> = {
  changeSet: (reading, frame, node) => addInRunOrder(frame.changesets, readChangeset(reading, frame, node)),
  include: (reading, frame, node) => readInclude(reading, frame, node),
  includeAll: (reading, frame, node) => readIncludeAll(reading, frame, node),
  modifyChangeSets: readModifyChangesets,
  preConditions: (reading, _frame, node) => reading.preconditions.push(readPreconditions(reading, node)),
  property: readProperty,
  removeChangeSetProperty: readRemoval,
}

const modifyTerms = ['runWith', 'runWithSpoolFile', 'endDelimiter']
const ownTerms = ['logicalFilePath', 'context', 'contextFilter', 'objectQuotingStrategy', 'changeLogId']

/**
 * Reads a `databaseChangeLog`: what it says of itself, then what is in it, in order; each entry is expanded with what is
 * defined by then. Rule: Liquibase, DatabaseChangeLog.load.
 */
export function readDatabaseChangeLog(reading: Reading, frame: Frame, node: DocumentNode): void {
  frame.logicalPath = textOf(reading, node, 'logicalFilePath')
  const context = textOf(reading, node, 'contextFilter') ?? textOf(reading, node, 'context')
  frame.ownContext = context === null || isBlankExpression(context) ? null : checkContext(reading, context, node.place)
  frame.quotingStrategy = strategyOf(reading, node) ?? (frame.schema === null ? null : 'LEGACY')
  if (node.value !== null || node.values !== null) {
    warnOfPassedOver(reading, { ...node, place: node.valuePlace }, 'an entry of databaseChangeLog is no mapping')
  }
  for (const child of contentOf(node)) readChild(reading, frame, child)
}

/**
 * Includes within `modifyChangeSets` hand its `runWith` down; whatever else YAML and JSON have there is read as if it stood
 * beside it. Its `endDelimiter` is for Liquibase's licensed parts.
 */
function readModifyChangesets(reading: Reading, frame: Frame, node: DocumentNode): void {
  const runWith = textOf(reading, node, 'runWith')
  for (const child of contentOf(node)) {
    if (child.name === 'include') readInclude(reading, frame, child, runWith)
    else if (child.name === 'includeAll') readIncludeAll(reading, frame, child, runWith)
    else if (!modifyTerms.includes(child.name)) readChild(reading, frame, child)
  }
}

function readChild(reading: Reading, frame: Frame, child: DocumentNode): void {
  const read = Object.hasOwn(children, child.name) ? children[child.name] : undefined
  if (read !== undefined) {
    reading.within(child.name === 'changeSet' ? child.place : null, () => {
      const node = expandNode(child, (text, place) => reading.expand(text, frame, place))
      reading.attempt(child.place, () => read(reading, frame, node))
    })
  } else if (child.children.length > 0 || child.form === 'element') {
    const detail = `${nameOf(child)} cannot stand in ${child.form === 'element' ? '<databaseChangeLog>' : 'databaseChangeLog'}`
    complainAt(reading, child, detail)
  } else if (!ownTerms.some((name) => name.toLowerCase() === child.name.toLowerCase())) {
    warnOfPassedOver(reading, child, `databaseChangeLog has no ${child.name}`)
  }
}
