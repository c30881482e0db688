import { attribute, flag } from '../change/read-attributes.ts'
import { parsePropertiesFile } from '../document/properties-file.ts'
import type { XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import { sha256 } from '../kit/digest.ts'
import { type Frame, logicalPathOf, siblingOf } from './frame.ts'
import { requireFile } from './open-change-source.ts'
import type { Reading } from './reading.ts'

/** A `property` element: one name and value, or every line of the `.properties` file it names. */
export function readProperty(reading: Reading, frame: Frame, element: XmlElement): void {
  const file = attribute(element, 'file')
  if (file !== null) {
    reading.attempt(element.place, () => readPropertiesFile(reading, frame, element, file))
    return
  }
  const name = attribute(element, 'name')
  if (name === null) {
    const detail = '<property> has neither name nor file'
    reading.complain(complaint('CHANGELOG_INVALID', { detail }, element.place))
  } else define(reading, frame, element, name, attribute(element, 'value'))
}

function readPropertiesFile(reading: Reading, frame: Frame, element: XmlElement, file: string): void {
  const path = flag(element, 'relativeToChangelogFile') === true ? siblingOf(frame, file) : file
  if (flag(element, 'errorIfMissing') === false && reading.storage.find(path) === null) {
    reading.warn(complaint('FILE_NOT_FOUND', { path, looked: '' }, element.place))
    return
  }
  const located = requireFile(reading, path)
  const bytes = reading.storage.read(located)
  reading.files.set(located.path, { path: located.path, bytes: bytes.length, sha256: sha256(bytes) })
  for (const [name, value] of parsePropertiesFile(bytes)) define(reading, frame, element, name, value)
}

function define(reading: Reading, frame: Frame, element: XmlElement, name: string, value: string | null): void {
  const filter = attribute(element, 'contextFilter')
  reading.parameters.define({
    name,
    value,
    context: filter === null || filter === '' ? attribute(element, 'context') : filter,
    labels: attribute(element, 'labels'),
    dbms: attribute(element, 'dbms'),
    onlyIn: flag(element, 'global') === false ? logicalPathOf(frame) : null,
  })
}
