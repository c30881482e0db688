import type { ChangeSource } from '../change/change-type.ts'
import { changeKindOf, readChange } from '../change/registry.ts'
import type { XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { Change } from '../model/change.ts'
import type { Reading } from './reading.ts'

/** The change an element stands for; `null` after CHANGE_TYPE_UNSUPPORTED or another complaint. */
export function readXmlChange(reading: Reading, element: XmlElement, source: ChangeSource): Change | null {
  const kind = changeKindOf(element.name)
  if (kind !== null) return readChange(kind, element, source)
  reading.complain(complaint('CHANGE_TYPE_UNSUPPORTED', { type: element.name }, element.place))
  return null
}
