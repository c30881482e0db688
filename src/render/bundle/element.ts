import type { XmlElement } from '../../document/write-xml.ts'
import type { Body } from '../../model/body.ts'
import type { Place } from '../../model/place.ts'

interface ElementParts {
  readonly place: Place
  /** In this order; what is `null` is not written. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | null | undefined>>
  readonly children?: Iterable<XmlElement>
  readonly text?: Body | null
  readonly foreign?: boolean
}

/** An element of a bundle. */
export function element(name: string, { place, attributes, children, text, foreign }: ElementParts): XmlElement {
  const written = Object.entries(attributes ?? {}).flatMap(([own, value]) =>
    value === null || value === undefined ? [] : [[own, String(value)] as const],
  )
  const made = { name, attributes: written, children: children ?? [], text: text ?? null, place }
  return foreign === true ? { ...made, foreign } : made
}
