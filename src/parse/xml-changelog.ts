import { attribute } from '../change/read-attributes.ts'
import { parseXml, type XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import { checkContext } from './check-context.ts'
import { expandElement } from './expand-element.ts'
import type { Frame } from './frame.ts'
import type { Reading } from './reading.ts'
import { addInRunOrder } from './run-order.ts'
import { contextOf, readChangeset } from './xml-changeset.ts'
import { readInclude, readIncludeAll } from './xml-include.ts'
import { readPreconditions } from './xml-preconditions.ts'
import { readProperty } from './xml-property.ts'

type ReadChild = (reading: Reading, frame: Frame, element: XmlElement) => void

const children: Readonly<Record<string, ReadChild>> = {
  changeSet: (reading, frame, element) => addInRunOrder(frame.changesets, readChangeset(reading, frame, element)),
  include: readInclude,
  includeAll: readIncludeAll,
  property: readProperty,
  preConditions: (reading, _frame, element) => reading.preconditions.push(readPreconditions(reading, element)),
}

/**
 * Reads an XML changelog. Its elements are expanded and read one after the other, so that a property counts from where
 * it is defined on.
 */
export function readXmlChangelog(reading: Reading, frame: Frame, text: string): void {
  const root = parseXml(text, frame.file.path)
  if (root.name !== 'databaseChangeLog') {
    const detail = `the root element is <${root.name}>, not <databaseChangeLog>`
    reading.complain(complaint('CHANGELOG_INVALID', { detail }, root.place))
    return
  }
  frame.logicalPath = attribute(root, 'logicalFilePath')
  frame.ownContext = checkContext(reading, contextOf(root), root.place)
  for (const child of root.children) {
    const read = Object.hasOwn(children, child.name) ? children[child.name] : undefined
    if (read !== undefined) {
      const element = expandElement(reading, frame, child)
      reading.attempt(child.place, () => read(reading, frame, element))
    } else reading.complain(complaint('CHANGE_TYPE_UNSUPPORTED', { type: child.name }, child.place))
  }
}
