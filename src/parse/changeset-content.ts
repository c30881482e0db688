import type { ChangeSource } from '../change/change-type.ts'
import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Change } from '../model/change.ts'
import type { Changeset, Fault } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import type { PreconditionContainer } from '../model/precondition.ts'
import { type SqlVisitor, visitorCounts } from '../model/sql-visitor.ts'
import { readChangeNode } from './change-node.ts'
import type { Frame } from './frame.ts'
import { readModifySql } from './modify-sql-node.ts'
import { complainOf, javaText, textOf, warnOfPassedOver } from './node-values.ts'
import { openChangeSource } from './open-change-source.ts'
import type { Reading } from './reading.ts'
import { readRollback } from './rollback-node.ts'
import { parseValidChecksum } from './valid-checksum.ts'
import { readPreconditions } from './xml-preconditions.ts'

/** What a changeset does, beside the terms on which it does it. */
export type Content = Pick<
  Changeset,
  'changes' | 'rollback' | 'rollbackFaults' | 'validChecksums' | 'preconditions' | 'visitors'
>

export const withoutContent: Content = {
  changes: [],
  rollback: null,
  rollbackFaults: [],
  validChecksums: [],
  preconditions: null,
  visitors: [],
}

interface Target {
  /** The changeset's FILENAME. */
  readonly path: string
  readonly faults: Fault[]
}

/** Reads what stands in a changeset, in order. */
export function readContent(reading: Reading, frame: Frame, node: DocumentNode, target: Target): Content {
  const content = new ContentReader(reading, frame, target)
  for (const child of contentOf(node)) {
    const own = child.form === 'entry' && attributes.includes(child.name.toLowerCase())
    if (child.name !== 'comment' && !own) content.read(child)
  }
  content.judge(node)
  return content
}

/** What stands in a mapping beside its changes; XML has attributes for it. */
const attributes = [
  ...['id', 'author', 'context', 'contextfilter', 'labels', 'dbms', 'runalways', 'alwaysrun', 'runonchange'],
  ...['failonerror', 'onvalidationfail', 'runintransaction', 'logicalfilepath', 'objectquotingstrategy', 'created'],
  ...['runorder', 'ignore', 'runwith', 'runwithspoolfile', 'comment'],
]

class ContentReader implements Content {
  readonly changes: Change[] = []
  rollback: Change[] | null = null
  readonly rollbackFaults: Fault[] = []
  readonly validChecksums: string[] = []
  preconditions: PreconditionContainer | null = null
  readonly visitors: SqlVisitor[] = []
  readonly #reading: Reading
  readonly #frame: Frame
  readonly #target: Target
  #unreadable = false

  constructor(reading: Reading, frame: Frame, target: Target) {
    this.#reading = reading
    this.#frame = frame
    this.#target = target
  }

  read(node: DocumentNode): void {
    if (node.name === 'rollback') this.#readRollback(node)
    else if (node.name === 'validCheckSum' || node.name === 'validCheckSums') this.#readValidChecksums(node)
    else if (node.name === 'preConditions') this.preconditions = readPreconditions(this.#reading, node)
    else if (node.name === 'modifySql') this.#readVisitors(node)
    else if (node.name === 'changes' && node.form === 'entry') this.#readChanges(node)
    else this.#readChange(node)
  }

  /**
   * A changeset that fails validation may say that it then counts as run: that is a precondition which never holds. Where a
   * change cannot be read its checksum is unknown, so that nothing can be recorded and the faults stay.
   */
  judge(node: DocumentNode): void {
    const option = textOf(this.#reading, node, 'onValidationFail') ?? 'HALT'
    if (option !== 'HALT' && option !== 'MARK_RAN') {
      complainOf(this.#reading, node, 'onValidationFail', `onValidationFail="${option}" is none of HALT, MARK_RAN`)
    }
    const { faults } = this.#target
    if (option !== 'MARK_RAN' || faults.length === 0 || this.#unreadable) return
    for (const { message, place } of faults.splice(0)) {
      const detail = `${message}; as onValidationFail asks, its changeset is recorded and not run`
      this.#reading.warn(complaint('CHANGELOG_INVALID', { detail }, place))
    }
    this.preconditions = neverHolding(node.place)
  }

  #readChanges(node: DocumentNode): void {
    if (javaText(node) !== null) warnOfPassedOver(this.#reading, node, 'a change is written without its entries')
    for (const child of node.children) this.read(child)
  }

  #readChange(node: DocumentNode): void {
    const { faults } = this.#target
    const from = faults.length
    const source = this.#source((item) => this.#reading.fault(faults, item))
    const change = readChangeNode(this.#reading, this.#frame, node, source)
    if (change !== null) this.changes.push(change)
    else {
      this.#unreadable = true
      const own = faults.splice(from)
      for (const item of own) faults.push(item.blocks === 'run' ? { ...item, blocks: 'checksum' } : item)
    }
  }

  /** Liquibase looks at the changes of a rollback only when it is asked for. */
  #readRollback(node: DocumentNode): void {
    const source = this.#source((item) => {
      this.rollbackFaults.push(item)
      this.#reading.warn(item)
    })
    const changes = readRollback(this.#reading, this.#frame, node, this.#target.path, source)
    this.rollback = [...(this.rollback ?? []), ...changes]
  }

  /** Those that do not count in this run are no part of the checksum either. */
  #readVisitors(node: DocumentNode): void {
    const visitors = readModifySql(this.#reading, node)
    this.visitors.push(...visitors.filter((visitor) => visitorCounts(visitor, this.#reading.run)))
  }

  #readValidChecksums(node: DocumentNode): void {
    for (const text of node.values ?? [node.value ?? '']) {
      const checksum = parseValidChecksum(text)
      if (checksum !== null) this.validChecksums.push(checksum)
    }
  }

  #source(complain: (item: Fault) => void): ChangeSource {
    return openChangeSource(this.#reading, this.#frame, complain)
  }
}

function neverHolding(place: Place): PreconditionContainer {
  const conditions = [{ kind: 'changeLogPropertyDefined' as const, place, holds: false }]
  return {
    place,
    onFail: 'MARK_RAN',
    onError: 'MARK_RAN',
    onFailMessage: 'it does not pass validation',
    onErrorMessage: null,
    onSqlOutput: 'IGNORE',
    conditions,
  }
}
