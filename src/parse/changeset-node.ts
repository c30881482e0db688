import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { trimToNull } from '../kit/trim.ts'
import type { Changeset, Fault } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import { readContent, withoutContent } from './changeset-content.ts'
import { checkContext } from './check-context.ts'
import { checkDbms } from './check-dbms.ts'
import { checkRunWith } from './check-run-with.ts'
import {
  type Frame,
  filePathOf,
  inheritedContexts,
  inheritedLabels,
  inheritedRunWith,
  parseDbms,
  parseLabels,
  slashed,
} from './frame.ts'
import { complainAt, complainOf, contextOf, flagOf, javaText, nameOf, textOf } from './node-values.ts'
import { strategyOf } from './quoting-strategy.ts'
import type { Reading } from './reading.ts'

/**
 * A `changeSet` node whose properties are expanded. One that is for other databases keeps its place in the order but
 * none of its content: Liquibase does not read that either, so nothing in it is complained of. Rule: ChangeSet.load.
 */
export function readChangeset(reading: Reading, frame: Frame, node: DocumentNode): Changeset {
  const text = (name: string) => textOf(reading, node, name)
  const flag = (name: string) => flagOf(reading, node, name)
  const own = trimToNull(text('logicalFilePath'))
  const path = own === null ? filePathOf(frame) : slashed(own)
  const dbms = parseDbms(text('dbms'))
  const faults: Fault[] = []
  const content = admitsPostgres(dbms) ? readContent(reading, frame, node, { path, faults }) : withoutContent
  if (admitsPostgres(dbms)) {
    checkDbms(reading, faults, dbms, node.place)
    checkRunWith(reading, faults, trimToNull(text('runWith')) ?? inheritedRunWith(frame), node.place)
  }
  const { id, author } = readNames(reading, node)
  return {
    key: { id, author, path },
    place: node.place,
    context: checkContext(reading, contextOf(reading, node), node.place),
    inheritedContexts: inheritedContexts(frame),
    labels: parseLabels(text('labels')),
    inheritedLabels: inheritedLabels(frame),
    dbms,
    ignore: frame.ignore || flag('ignore') === true,
    runAlways: flag('runAlways') ?? flag('alwaysRun') ?? false,
    runOnChange: flag('runOnChange') ?? false,
    runInTransaction: flag('runInTransaction') ?? true,
    failOnError: flag('failOnError'),
    runOrder: runOrderOf(reading, node),
    comments: commentsOf(node),
    quotingStrategy: strategyOf(reading, node) ?? frame.quotingStrategy ?? 'LEGACY',
    changes: content.changes,
    rollback: content.rollback,
    rollbackFaults: content.rollbackFaults,
    validChecksums: content.validChecksums,
    preconditions: content.preconditions,
    visitors: content.visitors,
    faults,
  }
}

/** An author may be empty, but Liquibase cannot record one that is not written at all. */
function readNames(reading: Reading, node: DocumentNode): { id: string; author: string } {
  const id = textOf(reading, node, 'id')
  const author = textOf(reading, node, 'author')
  if (id === null && author === null && node.children.length === 0) {
    complainAt(reading, node, `${nameOf(node)} has neither id nor author: they must be indented below it`)
  } else {
    if (id === null || id === '') complainAt(reading, node, `${nameOf(node)} has no id`)
    if (author === null) complainAt(reading, node, `${nameOf(node)} has no author`)
  }
  return { id: id ?? '', author: author ?? '' }
}

function commentsOf(node: DocumentNode): string | null {
  const comments = contentOf(node).filter((child) => child.name.toLowerCase() === 'comment')
  return trimToNull(comments.map((child) => javaText(child) ?? '').join('\n'))
}

function runOrderOf(reading: Reading, node: DocumentNode): Changeset['runOrder'] {
  const order = textOf(reading, node, 'runOrder')
  if (order === null || order === 'first' || order === 'last') return order
  complainOf(reading, node, 'runOrder', `runOrder="${order}" is neither "first" nor "last"`)
  return null
}
