/** Thrown for text that begins as NOW or TODAY and goes on as neither. */
export class NotADate extends Error {}

const units: readonly (readonly [name: string, unit: string])[] = [
  ['years', 'year'],
  ['days', 'day'],
  ['hours', 'hour'],
  ['minutes', 'minute'],
]

/**
 * SQL for `NOW`, `NOW+2hours`, `TODAY-1` and the like in a column of that type; `null` for other text. Liquibase asks its own
 * clock when it makes the statement, a package the server's when it runs. Rule: NowAndTodayUtil.
 */
export function nowExpression(text: string, type: 'DATE' | 'TIME' | 'DATETIME'): string | null {
  const lower = text.toLowerCase()
  if (lower.startsWith('now')) return cast(shift(text, lower, 'now'), type)
  return lower.startsWith('today') ? cast(shift(text, lower, 'today'), type) : null
}

function shift(text: string, lower: string, word: 'now' | 'today'): string {
  if (lower === word) return 'LOCALTIMESTAMP'
  const pattern = word === 'now' ? /^now([+-])(\d+)([mhdy].*)$/ : /^today([+-])(\d+)$/
  const [, sign, count = '', letters = 'days'] = pattern.exec(lower) ?? []
  const unit = units.find(([name]) => name.startsWith(letters))?.[1]
  if (sign === undefined || unit === undefined || Number(count) > 0x7fffffff) {
    const form = word === 'now' ? 'NOW+2days' : 'TODAY+2'
    throw new NotADate(`${text} is not a date: write it as ${form}`)
  }
  return `LOCALTIMESTAMP ${sign} INTERVAL '${count} ${unit}'`
}

function cast(moment: string, type: 'DATE' | 'TIME' | 'DATETIME'): string {
  switch (type) {
    case 'DATE':
      return `CAST(${moment} AS date)`
    case 'TIME':
      return `CAST(pg_catalog.date_trunc('second', ${moment}) AS time)`
    case 'DATETIME':
      return `pg_catalog.date_trunc('milliseconds', ${moment})`
  }
}
