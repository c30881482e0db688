import type { XmlElement } from '../../document/write-xml.ts'
import type { Place } from '../../model/place.ts'
import { element } from './element.ts'

/** The property every bundle defines: a dollar sign. */
export const DOLLAR = 'dvm.dollar'

const ESCAPED = `\${${DOLLAR}}{`

/**
 * Text in which Liquibase finds nothing to expand: whatever looks like a property was expanded, or has no value, and stays.
 * What a property's value begins is not looked at again, so `$` from a property and `{` behind it are only that.
 */
export function escapeExpressions(text: string): string {
  return text.includes('${') ? text.replaceAll('${', ESCAPED) : text
}

/** The same for text in pieces, of which one may end in `$` and the next begin with `{`. */
export function* escapePieces(pieces: Iterable<string>): Generator<string> {
  let held = ''
  for (const piece of pieces) {
    const text = held + piece
    held = text.endsWith('$') ? '$' : ''
    yield escapeExpressions(held === '' ? text : text.slice(0, -1))
  }
  if (held !== '') yield held
}

/** Its definition. */
export function dollarProperty(place: Place): XmlElement {
  return element('property', { place, attributes: { name: DOLLAR, value: '$' } })
}
