export interface CalendarDate {
  /** 0 is 1 BC, as astronomers count. */
  readonly year: number
  readonly month: number
  readonly day: number
}

const EPOCH = 2440588
/** Julian day number of 15 October 1582, the first day of the Gregorian calendar. */
const GREGORIAN_START = 2299161

/**
 * Days from 1970-01-01 to a date of `java.util.GregorianCalendar`, which is Julian before 15 October 1582. Months and days
 * may run over: the 45th of the 13th month is some day of the next year, as in that class where it is lenient.
 */
export function epochDay(year: number, month: number, day: number): number {
  const years = year + Math.floor((month - 1) / 12)
  const firstMonth = ((((month - 1) % 12) + 12) % 12) + 1
  const gregorian = dayNumber(years, firstMonth, true) + day - 1
  if (gregorian >= GREGORIAN_START) return gregorian - EPOCH
  return dayNumber(years, firstMonth, false) + day - 1 - EPOCH
}

/** The date of that calendar which lies so many days after 1970-01-01. */
export function dateOfEpochDay(days: number): CalendarDate {
  const number = days + EPOCH
  // E. G. Richards, in: Explanatory Supplement to the Astronomical Almanac, 3rd edition, 15.11.3.
  const shift = number < GREGORIAN_START ? 0 : Math.floor((Math.floor((4 * number + 274277) / 146097) * 3) / 4) - 38
  const inCycle = 4 * (number + 1401 + shift) + 3
  const inMonths = 5 * Math.floor((((inCycle % 1461) + 1461) % 1461) / 4) + 2
  const month = ((Math.floor(inMonths / 153) + 2) % 12) + 1
  return {
    year: Math.floor(inCycle / 1461) - 4716 + Math.floor((14 - month) / 12),
    month,
    day: Math.floor((inMonths % 153) / 5) + 1,
  }
}

/** Julian day number of the first of a month. */
function dayNumber(year: number, month: number, gregorian: boolean): number {
  const before = Math.floor((14 - month) / 12)
  const years = year + 4800 - before
  const days = 1 + Math.floor((153 * (month + 12 * before - 3) + 2) / 5) + 365 * years + Math.floor(years / 4)
  return gregorian ? days - Math.floor(years / 100) + Math.floor(years / 400) - 32045 : days - 32083
}
