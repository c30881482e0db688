import type { ScalarType } from '../document-node.ts'
import { dateTimeText, existingLocalTime, javaDateText, moment } from './java-date.ts'
import { javaDouble } from './java-double.ts'

/** A scalar as Liquibase holds it: its text is what Java prints, `null` for none. */
export interface TypedScalar {
  readonly text: string | null
  readonly type: ScalarType
}

const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/
const int =
  /^[-+]?(?:0b_*[01][01_]*|0_*[0-7][0-7_]*|0|[1-9][0-9_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
/** What a written `!!float` takes beside those. */
const wholeNumber = /^[-+]?[0-9][0-9_]*(?::[0-9]+)*$/
const timestamp =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/
const timestampParts =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(\.\d*)?(?:[ \t]*(?:Z|([-+]\d\d?)(?::(\d\d)?)?))?)?$/

/** Longer ones are text whatever they look like: SnakeYAML's own bounds. */
const MAX_NUMBER = 1024
const MAX_TIMESTAMP = 50

/**
 * The tag, without its prefix, that a plain scalar has when none is written: the rules of SnakeYAML 2.2 (`Resolver`),
 * which are YAML 1.1 with small differences (`1e3` is a float, `08` and `0:30` are text).
 */
export function implicitTag(text: string): string {
  if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return 'null'
  if (text === '<<') return 'merge'
  if (!/^[-+.0-9yYnNtTfFoO]/.test(text)) return 'str'
  if (bool.test(text)) return 'bool'
  if (text.length <= MAX_NUMBER && int.test(text)) return 'int'
  if (text.length <= MAX_NUMBER && float.test(text)) return 'float'
  return text.length <= MAX_TIMESTAMP && timestamp.test(text) ? 'timestamp' : 'str'
}

/**
 * A scalar of that tag (without `tag:yaml.org,2002:`), as SnakeYAML's `SafeConstructor` reads it, and timestamps as
 * Liquibase's own reader does; `null` where they fail: the text is not of that type, or the tag is not one of a scalar.
 */
export function typedScalar(tag: string, text: string): TypedScalar | null {
  switch (tag) {
    case 'str':
      return { text, type: 'text' }
    case 'null':
      return { text: null, type: 'text' }
    case 'bool':
      return { text: booleanText(text.toLowerCase()), type: 'boolean' }
    case 'int':
      return numberOf(int.test(text) ? integerText(text) : null, 'integer')
    case 'float':
      return numberOf(float.test(text) || wholeNumber.test(text) ? floatText(text) : null, 'float')
    case 'timestamp':
      return timestampOf(text)
    default:
      return null
  }
}

function numberOf(text: string | null, type: ScalarType): TypedScalar | null {
  return text === null ? null : { text, type }
}

/** `null`, which is no value, for what a written `!!bool` does not fit. */
function booleanText(text: string): string | null {
  if (text === 'yes' || text === 'true' || text === 'on') return 'true'
  return text === 'no' || text === 'false' || text === 'off' ? 'false' : null
}

function integerText(text: string): string | null {
  const { negative, digits } = signed(text)
  const sign = negative ? -1n : 1n
  if (digits.includes(':')) return sexagesimal(digits, negative)
  if (/^0[bx]/.test(digits) || !digits.startsWith('0')) return String(sign * BigInt(digits))
  return String(sign * BigInt(`0o${digits}`))
}

/** In Java's 32 bit integers, which overflow without a word; a negative sum that is negated once more is no number. */
function sexagesimal(digits: string, negative: boolean): string | null {
  let sum = 0n
  let unit = 1
  for (const part of digits.split(':').reverse()) {
    if (BigInt(part) > 2n ** 63n - 1n) return null
    sum = BigInt.asIntN(32, sum + BigInt(part) * BigInt(unit))
    unit = Math.imul(unit, 60)
  }
  if (negative && sum < 0n) return null
  return String(negative ? -sum : sum)
}

function floatText(text: string): string | null {
  const { negative, digits } = signed(text)
  const sign = negative ? -1 : 1
  const lower = digits.toLowerCase()
  if (lower === '.inf') return javaDouble(sign * Number.POSITIVE_INFINITY)
  if (lower === '.nan') return 'NaN'
  let sum = 0
  let unit = 1
  for (const part of digits.split(':').reverse()) {
    if (!/[0-9]/.test(part.replace(/[eE].*/, ''))) return null
    sum += Number(part) * unit
    unit = Math.imul(unit, 60)
  }
  return javaDouble(sign * sum)
}

function signed(text: string): { negative: boolean; digits: string } {
  const digits = text.replaceAll('_', '')
  return { negative: digits.startsWith('-'), digits: digits.replace(/^[-+]/, '') }
}

/** A day is a `Date`; a time makes it a text, without its fraction: Liquibase's `CustomConstructYamlTimestamp`. */
function timestampOf(text: string): TypedScalar | null {
  const parts = timestampParts.exec(text)
  if (parts === null) return null
  const [, year, month, day, hour, minute, second, fraction, zoneHour, zoneMinute] = parts
  const date = [Number(year), Number(month), Number(day)] as const
  if (hour === undefined) return { text: javaDateText(moment(...date)), type: 'date' }
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const milliseconds = Math.round((Number(`${second}${fraction ?? ''}`) - Number(second)) * 1000)
  const reading = moment(...date, seconds * 1000 + milliseconds)
  if (zoneHour === undefined) return { text: dateTimeText(existingLocalTime(reading)), type: 'text' }
  return { text: javaDateText(reading - zoneOffset(zoneHour, zoneMinute ?? '00')), type: 'text' }
}

/** Java takes a zone it cannot read for Greenwich. */
function zoneOffset(hours: string, minutes: string): number {
  const size = Number(hours.slice(1)) * 60 + Number(minutes)
  if (Number(hours.slice(1)) > 23 || Number(minutes) > 59) return 0
  return (hours.startsWith('-') ? -size : size) * 60_000
}
