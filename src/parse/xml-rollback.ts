import type { ChangeSource } from '../change/change-type.ts'
import { attribute } from '../change/read-attributes.ts'
import { rollbackText } from '../change/sql.ts'
import type { XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Change } from '../model/change.ts'
import { findChangesets } from './find-changesets.ts'
import type { Frame } from './frame.ts'
import type { Reading } from './reading.ts'
import { readXmlChange } from './xml-change.ts'

/** A `rollback` element: the changes of other changesets, changes of its own, SQL text, or nothing to do. */
export function readRollback(
  reading: Reading,
  frame: Frame,
  element: XmlElement,
  path: string,
  source: ChangeSource,
): readonly Change[] {
  const id = attribute(element, 'changeSetId')
  if (id !== null) return referred(reading, frame, element, attribute(element, 'changeSetPath') ?? path, id)
  const changes = element.children.flatMap((child) => {
    const change = child.name === 'comment' ? null : readXmlChange(reading, child, source)
    return change === null ? [] : [change]
  })
  if (element.text !== '') changes.push(rollbackText(element))
  return changes.length > 0 ? changes : [{ kind: 'empty', place: element.place }]
}

function referred(reading: Reading, frame: Frame, element: XmlElement, path: string, id: string): readonly Change[] {
  const author = attribute(element, 'changeSetAuthor')
  const found = findChangesets(frame, path, author, id)
  if (found.length === 0) {
    const detail = `the rollback names changeset ${path}::${id}::${author}, which is not defined`
    reading.complain(complaint('CHANGELOG_INVALID', { detail }, element.place))
  }
  return found.flatMap((changeset) => changeset.changes)
}
