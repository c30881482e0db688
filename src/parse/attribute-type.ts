/**
 * What Liquibase's schema for XML has an attribute hold; a list names its words.
 *
 * `boolean` is one of four words, `flag` may also be a property; `integer` has any size, `long` 64 bits, `number` may also be a
 * property. An `encoding` is one name, a `filled` text is one line that does not begin with a blank. `tokens` are words between
 * which blanks count for one.
 */
export type AttributeType =
  | 'text'
  | 'boolean'
  | 'flag'
  | 'integer'
  | 'long'
  | 'number'
  | 'encoding'
  | 'filled'
  | readonly string[]
  | { readonly tokens: readonly string[] }

/**
 * The value that Xerces hands on for what is written, or `null` where the schema refuses it. Blanks around a word or number go
 * away; not those around a property, which is a text. Rule: XML Schema part 2, 4.3.6 (whiteSpace) and Liquibase's
 * dbchangelog-latest.xsd.
 */
export function schemaValue(type: AttributeType, written: string): string | null {
  if (type === 'text') return written
  if (type === 'filled') return /^[^ \r\n].*$/u.test(written) ? written : null
  if (isList(type)) return type.includes(written) ? written : null
  if ((type === 'flag' || type === 'number') && property.test(written)) return written
  const collapsed = collapse(written)
  return fits(type, collapsed) ? collapsed : null
}

/** Why the schema refuses it. */
export function misfit(type: AttributeType): string {
  if (isList(type)) return `is none of ${type.join(', ')}`
  if (typeof type === 'object') return `is none of ${type.tokens.join(', ')}`
  if (type === 'filled') return 'is empty, begins with a blank or goes over several lines'
  if (type === 'encoding') return 'is not the name of an encoding'
  if (type === 'boolean' || type === 'flag') return 'is neither true nor false'
  return 'is not a whole number'
}

/** A letter is there whatever is no punctuation, blank or control character: the underline is none, the dot is let in. */
const property = /^\$\{(?:[^\p{P}\p{Z}\p{C}]|\.)+\}$/u
const integer = /^[+-]?\d+$/

type Collapsing = Exclude<AttributeType, 'text' | 'filled' | readonly string[]>

function fits(type: Collapsing, value: string): boolean {
  if (typeof type === 'object') return type.tokens.includes(value)
  if (type === 'encoding') return /^[\p{L}\p{M}\p{Nd}\w.:-]+$/u.test(value)
  if (type === 'boolean' || type === 'flag') return /^(?:true|false|0|1)$/.test(value)
  if (!integer.test(value)) return false
  return type !== 'long' || BigInt.asIntN(64, toBigInt(value)) === toBigInt(value)
}

function toBigInt(digits: string): bigint {
  return BigInt(digits.replace('+', ''))
}

function collapse(text: string): string {
  return /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : text
}

function isList(type: AttributeType): type is readonly string[] {
  return Array.isArray(type)
}
