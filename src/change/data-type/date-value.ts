import { timestampOfJavaDate } from '../../document/yaml/java-date.ts'

/**
 * A date of a changelog. Its form tells what it is for Liquibase: `HH:mm:ss` a time, `yyyy-MM-dd` a date,
 * `yyyy-MM-ddTHH:mm:ss[.fraction]` a timestamp, and `Wed Jan 01 00:00:00 UTC 2020` what YAML makes of a day that is
 * written without quotes.
 */
export type DateKind = 'time' | 'date' | 'timestamp' | 'moment'

export function dateKind(date: string): DateKind {
  if (/^[A-Z]/.test(date)) return 'moment'
  if (date.includes('T')) return 'timestamp'
  return date.includes(':') ? 'time' : 'date'
}

/** As it is hashed. Rule: ISODateFormat.format. */
export function dumpedDate(date: string): string {
  return dateKind(date) === 'moment' ? timestampOfJavaDate(date) : date
}

/** As Java's `toString` prints it, where Liquibase takes it for text: of a day's year the last four digits. */
export function javaTextOfDate(date: string): string {
  const kind = dateKind(date)
  if (kind === 'date') return date.replace(/^\d+(?=\d{4}-)/, '')
  if (kind !== 'timestamp') return date
  const text = date.replace('T', ' ')
  return text.includes('.') ? text : `${text}.0`
}

/** A literal of a date of any kind; Liquibase marks years that have not four digits. Rule: getDateLiteral. */
export function dateLiteral(date: string): string {
  const iso = dumpedDate(date)
  const known = /^(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?)?|\d\d:\d\d:\d\d)$/.test(iso)
  return known ? `'${iso.replace('T', ' ')}'` : `BAD_DATE_FORMAT:${iso}`
}
