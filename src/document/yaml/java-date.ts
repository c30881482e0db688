import { dateOfEpochDay, epochDay } from './java-calendar.ts'

const DAY = 86_400_000
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Milliseconds since 1970 of a moment in UTC; each part may run over. */
export function moment(year: number, month: number, day: number, milliseconds = 0): number {
  return epochDay(year, month, day) * DAY + milliseconds
}

/** A moment as `java.util.Date.toString` prints it, in the time zone of the process: `Wed Jan 01 00:00:00 UTC 2020`. */
export function javaDateText(at: number): string {
  const { year, month, day, weekday, time } = localParts(at + zoneOffset(at))
  const date = `${weekdays[weekday]} ${months[month - 1]} ${two(day)}`
  return `${date} ${time} ${zoneName(at)} ${year > 0 ? year : 1 - year}`
}

/**
 * What Liquibase makes of a node of type `date` where it wants a date and not a text (`valueDate`, `defaultValueDate` of a
 * column): a timestamp in the time zone of the process, `2020-01-01T00:00:00`, so in checksums; with a blank for the `T`,
 * so in SQL. `text` is the value of such a node.
 */
export function timestampOfJavaDate(text: string): string {
  const [, monthName = '', day = '', time = '', , year = ''] = text.split(' ')
  const month = months.indexOf(monthName) + 1
  return `${year.padStart(4, '0')}-${two(month)}-${day}T${time}`
}

/** A moment in UTC as `yyyy-MM-dd HH:mm:ss`. */
export function dateTimeText(at: number): string {
  const { year, month, day, time } = localParts(at)
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(month)}-${two(day)} ${time}`
}

/**
 * What a clock of the process's time zone shows when it is asked for a time that it leaves out in spring: the hour after.
 * Takes and returns the reading of the clock as if it were UTC.
 */
export function existingLocalTime(reading: number): number {
  if (reading < FIRST_ZONE) return reading
  const asUtc = new Date(reading)
  const local = new Date(asUtc.getUTCFullYear(), asUtc.getUTCMonth(), asUtc.getUTCDate())
  local.setHours(asUtc.getUTCHours(), asUtc.getUTCMinutes(), asUtc.getUTCSeconds(), asUtc.getUTCMilliseconds())
  return local.getTime() + zoneOffset(local.getTime())
}

function localParts(reading: number) {
  const days = Math.floor(reading / DAY)
  const seconds = Math.floor((reading - days * DAY) / 1000)
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  return { ...dateOfEpochDay(days), weekday: (((days + 4) % 7) + 7) % 7, time }
}

/** Before this day Java's clocks keep their present standard time: real data has `0001-01-01`. */
const FIRST_ZONE = Date.UTC(1900, 0, 1)
const WINTER = Date.UTC(2020, 0, 1)
const SUMMER = Date.UTC(2020, 6, 1)

function zoneOffset(at: number): number {
  return at < FIRST_ZONE ? standardOffset() : offsetAt(at)
}

function standardOffset(): number {
  return Math.min(offsetAt(WINTER), offsetAt(SUMMER))
}

function offsetAt(at: number): number {
  return -new Date(at).getTimezoneOffset() * 60_000
}

/** One of these has letters for a zone that some part of the English-speaking world has letters for. */
const locales = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-CA', 'en-NZ', 'en-ZA']

/**
 * The short name that Java prints. Java has letters for more zones than there are here (`BRT`, `JST`); those get the form
 * it has for zones without any.
 */
function zoneName(at: number): string {
  const offset = zoneOffset(at)
  const likeSummer = offset > standardOffset() === offsetAt(SUMMER) > offsetAt(WINTER)
  for (const locale of locales) {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' }).formatToParts(likeSummer ? SUMMER : WINTER)
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
    if (/^[A-Z]+$/.test(name)) return name
  }
  const minutes = Math.abs(offset) / 60_000
  return `GMT${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function two(part: number): string {
  return String(part).padStart(2, '0')
}
