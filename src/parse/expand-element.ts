import type { XmlElement } from '../document/xml.ts'
import type { Frame } from './frame.ts'
import type { Reading } from './reading.ts'

/** The element with every attribute and text below it expanded; the element itself where there is nothing to expand. */
export function expandElement(reading: Reading, frame: Frame, element: XmlElement): XmlElement {
  if (!hasExpression(element)) return element
  const attributes = new Map<string, string>()
  for (const [name, value] of element.attributes) {
    attributes.set(
      name,
      reading.expand(value, frame, () => element.place),
    )
  }
  return {
    ...element,
    attributes,
    children: element.children.map((child) => expandElement(reading, frame, child)),
    text: reading.expand(element.text, frame, element.textPlace),
  }
}

function hasExpression(element: XmlElement): boolean {
  if (element.text.includes('${')) return true
  for (const value of element.attributes.values()) if (value.includes('${')) return true
  return element.children.some(hasExpression)
}
