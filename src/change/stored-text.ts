import type { XmlElement } from '../document/xml.ts'
import { type Body, heldBody } from '../model/body.ts'
import type { Place } from '../model/place.ts'
import type { ChangeSource } from './change-type.ts'
import { attribute, complain } from './read-attributes.ts'

/** The text of a stored object, from the element or from the file its `path` names. */
export interface StoredText {
  readonly body: Body
  readonly raw?: Body
  readonly source: Place
  readonly path: string | null
}

/** Exactly one of text and `path` must be given; `null` after a complaint. */
export function readStoredText(element: XmlElement, source: ChangeSource): StoredText | null {
  const path = attribute(element, 'path')
  if ((path ?? '') === '') {
    if (element.text !== '') return { body: heldBody(element.text), source: element.textPlace, path: null }
    complain(element, source, `<${element.name}> needs either text or a path`)
    return null
  }
  if (element.text !== '') {
    complain(element, source, `<${element.name}> has both text and a path`)
    return null
  }
  const file = source.load(element, path ?? '', true)
  return file && { body: file.body, raw: file.raw, source: file.place, path }
}

/** Text that was asked for whole. */
export function heldText(body: Body): string {
  if (body.kind !== 'held') throw new TypeError('a stored object is always read whole')
  return body.text
}
