import { dateTimeText, existingLocalTime, moment } from '../document/yaml/java-date.ts'

/** What a text is where Liquibase wants a date: `none` makes it a function, `broken` fails in some places. */
export type IsoDate =
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken' }

/**
 * A date, time or timestamp as Liquibase reads and writes it again, or `null` where it would refuse it. The form tells the
 * type: `HH:mm:ss`, `yyyy-MM-dd`, `yyyy-MM-ddTHH:mm:ss[.fraction]`. Text behind a date is passed over and fields may run
 * over (`2020-02-31` is the 2nd of March), as in Java. Rule: ISODateFormat.
 */
export function parseIsoDate(text: string): string | null {
  const found = readIsoDate(text)
  return found.kind === 'date' ? found.date : null
}

export function readIsoDate(text: string): IsoDate {
  // The length decides what is tried: `2020-1-1` is taken for a time, and fails.
  if (text.length === 8) return timeOf(text)
  if (text.length === 10) return found(javaDate(text, dateFields)?.split(' ')[0])
  if (text.length === 19) return found(timestampOf(text, text))
  if (text.includes(':') && !text.includes('-')) return text.includes('.') ? { kind: 'none' } : timeOf(text)
  if (text.length < 19 || text[19] !== '.') return { kind: 'none' }
  const base = timestampOf(text.slice(0, 19), text)
  if (base === null) return { kind: 'none' }
  const nanos = nanosOf(text)
  if (nanos === null) return { kind: 'broken' }
  return found(nanos === 0 ? base : `${base}.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`)
}

function found(date: string | null | undefined): IsoDate {
  return date === null || date === undefined ? { kind: 'none' } : { kind: 'date', date }
}

function timeOf(text: string): IsoDate {
  return found(javaDate(text, timeFields)?.split(' ')[1])
}

function timestampOf(text: string, whole: string): string | null {
  const divider = whole.includes(' ') ? ' ' : 'T'
  return javaDate(text, [...dateFields, divider, ...timeFields])?.replace(' ', 'T') ?? null
}

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
type Pattern = readonly string[]

const dateFields: Pattern = ['year', '-', 'month', '-', 'day']
const timeFields: Pattern = ['hour', ':', 'minute', ':', 'second']
const divider = /^.$/

/** `yyyy-MM-dd HH:mm:ss` of what a lenient `SimpleDateFormat` reads at the beginning of the text. */
function javaDate(text: string, pattern: Pattern): string | null {
  const read: Record<Field, number> = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  let rest = text
  for (const part of pattern) {
    const match = divider.test(part) ? (rest.startsWith(part) ? [part] : null) : /^[ \t]*(-?\d+)/.exec(rest)
    if (match === null) return null
    if (match[1] !== undefined) read[part as Field] = Number(BigInt.asIntN(32, BigInt(match[1])))
    rest = rest.slice(match[0]?.length)
  }
  const seconds = (read.hour * 60 + read.minute) * 60 + read.second
  const reading = moment(read.year, read.month, read.day, seconds * 1000)
  return dateTimeText(Math.abs(reading) < LAST_DATE ? existingLocalTime(reading) : reading)
}

/** Where JavaScript's dates end and Java's go on. */
const LAST_DATE = 8.64e15 - 1e9

const offsetDateTime = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{0,9})(?:Z|[+-](\d\d)(?::(\d\d)(?::(\d\d))?)?)$/i

/** The fraction in billionths: the zone behind it does not count, but nothing else may stand there. */
function nanosOf(text: string): number | null {
  const zoned = offsetDateTime.exec(text)
  if (zoned !== null && isOffsetDateTime(text, zoned)) return Number((zoned[6] ?? '').padEnd(9, '0'))
  const digits = text.slice(20)
  if (!/^[+-]?\d+$/.test(digits)) return null
  const nanos = Number(digits) * 10 ** Math.max(0, 9 - digits.length)
  return nanos >= 0 && nanos < 1e9 ? nanos + 0 : null
}

function isOffsetDateTime(text: string, parts: RegExpExecArray): boolean {
  const [, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  const [zoneHour, zoneMinute, zoneSecond] = parts.slice(7).map((part) => Number(part ?? 0))
  const offset = ((zoneHour ?? 0) * 60 + (zoneMinute ?? 0)) * 60 + (zoneSecond ?? 0)
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), month, 0)).getUTCDate()
  const isTime = hour < 24 && minute < 60 && second < 60
  const isZone = (zoneMinute ?? 0) < 60 && (zoneSecond ?? 0) < 60 && offset <= 18 * 3600
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay && isTime && isZone
}
