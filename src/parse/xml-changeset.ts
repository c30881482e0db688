import { attribute, flag } from '../change/read-attributes.ts'
import type { XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import { trimToNull } from '../kit/trim.ts'
import type { Change } from '../model/change.ts'
import type { Changeset } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import { checkContext } from './check-context.ts'
import { refuseRunWith } from './formatted-changeset.ts'
import {
  type Frame,
  filePathOf,
  inheritedContexts,
  inheritedLabels,
  isBlankExpression,
  parseDbms,
  parseLabels,
  slashed,
} from './frame.ts'
import { openChangeSource } from './open-change-source.ts'
import type { Reading } from './reading.ts'
import { parseValidChecksum } from './valid-checksum.ts'
import { readXmlChange } from './xml-change.ts'
import { readPreconditions } from './xml-preconditions.ts'
import { readRollback } from './xml-rollback.ts'

type Content = Pick<Changeset, 'changes' | 'rollback' | 'validChecksums' | 'preconditions'>

const strategies = ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS'] as const

/**
 * A `changeSet` element whose properties are expanded. One that is for other databases keeps its place in the order but
 * none of its content: Liquibase does not read that either, so nothing in it is complained of.
 */
export function readChangeset(reading: Reading, frame: Frame, element: XmlElement): Changeset {
  const own = trimToNull(attribute(element, 'logicalFilePath'))
  const path = own === null ? filePathOf(frame) : slashed(own)
  const dbms = parseDbms(attribute(element, 'dbms'))
  const context = checkContext(reading, contextOf(element), element.place)
  const content = admitsPostgres(dbms) ? readContent(reading, frame, element, path) : noContent
  if (content !== noContent) refuseRunWith(reading, attribute(element, 'runWith'), element.place)
  return {
    key: { id: required(reading, element, 'id'), author: required(reading, element, 'author'), path },
    place: element.place,
    context,
    inheritedContexts: inheritedContexts(frame),
    labels: parseLabels(attribute(element, 'labels')),
    inheritedLabels: inheritedLabels(frame),
    dbms,
    ignore: frame.ignore || flag(element, 'ignore') === true,
    runAlways: flag(element, 'runAlways') ?? flag(element, 'alwaysRun') ?? false,
    runOnChange: flag(element, 'runOnChange') ?? false,
    runInTransaction: flag(element, 'runInTransaction') ?? true,
    failOnError: flag(element, 'failOnError'),
    runOrder: runOrderOf(reading, element),
    comments: commentsOf(element),
    quotingStrategy: strategyOf(reading, element),
    ...content,
  }
}

/** `contextFilter`, or where that says nothing `context`; `null` where neither does. */
export function contextOf(element: XmlElement): string | null {
  const filter = attribute(element, 'contextFilter') ?? ''
  const context = isBlankExpression(filter) ? (attribute(element, 'context') ?? '') : filter
  return isBlankExpression(context) ? null : context
}

const noContent: Content = { changes: [], rollback: null, validChecksums: [], preconditions: null }

function readContent(reading: Reading, frame: Frame, element: XmlElement, path: string): Content {
  const source = openChangeSource(reading, frame)
  const changes: Change[] = []
  const validChecksums: string[] = []
  let rollback: Change[] | null = null
  let preconditions: Content['preconditions'] = null
  for (const child of element.children) {
    if (child.name === 'comment') continue
    if (child.name === 'rollback') {
      rollback = [...(rollback ?? []), ...readRollback(reading, frame, child, path, source)]
    } else if (child.name === 'validCheckSum' || child.name === 'validCheckSums') {
      const checksum = parseValidChecksum(child.text)
      if (checksum !== null) validChecksums.push(checksum)
    } else if (child.name === 'preConditions') {
      preconditions = readPreconditions(reading, child)
    } else {
      const change = readXmlChange(reading, child, source)
      if (change !== null) changes.push(change)
    }
  }
  return { changes, rollback, validChecksums, preconditions }
}

function commentsOf(element: XmlElement): string | null {
  const comments = element.children.filter((child) => child.name === 'comment').map((child) => child.text)
  return trimToNull(comments.join('\n'))
}

function runOrderOf(reading: Reading, element: XmlElement): Changeset['runOrder'] {
  const order = attribute(element, 'runOrder')?.toLowerCase() ?? null
  if (order === null || order === 'first' || order === 'last') return order
  complain(reading, element, 'runOrder must be "first" or "last"')
  return null
}

/** The schema's default makes Liquibase ignore what `databaseChangeLog` says about it. */
function strategyOf(reading: Reading, element: XmlElement): Changeset['quotingStrategy'] {
  const text = trimToNull(attribute(element, 'objectQuotingStrategy')) ?? 'LEGACY'
  const strategy = strategies.find((known) => known === text)
  if (strategy === undefined) complain(reading, element, `objectQuotingStrategy="${text}" is unknown`)
  return strategy ?? 'LEGACY'
}

function required(reading: Reading, element: XmlElement, name: string): string {
  const value = attribute(element, name)
  if (value === null) complain(reading, element, `<${element.name}> has no ${name}`)
  return value ?? ''
}

function complain(reading: Reading, element: XmlElement, detail: string): void {
  reading.complain(complaint('CHANGELOG_INVALID', { detail }, element.place))
}
