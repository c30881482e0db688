/** Says in its message what is wrong with an escape. */
export class UntranslatableEscape extends Error {}

type Write = (...args: readonly string[]) => string

interface Translation {
  /** How many arguments it takes. */
  readonly arity: readonly number[]
  readonly write: Write
}

const one = (write: (text: string) => string): Translation => ({ arity: [1], write: (text = '') => write(text) })
const none = (text: string): Translation => ({ arity: [0], write: () => text })
const call = (name: string, ...arity: readonly number[]): Translation => ({
  arity,
  write: (...args) => `${name}(${args.join(',')})`,
})
const part = (name: string): Translation => one((date) => `extract(${name} from ${date})`)

/** The functions of JDBC that the driver writes in another way; all others it leaves as they are. */
const functions: Readonly<Record<string, Translation>> = {
  ceiling: call('ceil', 1),
  log: call('ln', 1),
  log10: call('log', 1),
  power: call('pow', 2),
  truncate: call('trunc', 2),
  char: call('chr', 1),
  concat: { arity: [], write: (...args) => `(${args.join('||')})` },
  insert: {
    arity: [4],
    write: (text, from, length, by) => `overlay(${text} placing ${by} from ${from} for ${length})`,
  },
  lcase: call('lower', 1),
  left: { arity: [2], write: (text, length) => `substring(${text} for ${length})` },
  length: one((text) => `length(trim(trailing from ${text}))`),
  locate: { arity: [2, 3], write: locate },
  ltrim: one((text) => `trim(leading from ${text})`),
  right: { arity: [2], write: (text, length) => `substring(${text} from (length(${text})+1-${length}))` },
  rtrim: one((text) => `trim(trailing from ${text})`),
  space: one((count) => `repeat(' ',${count})`),
  substring: call('substr', 2, 3),
  ucase: call('upper', 1),
  curdate: none('current_date'),
  curtime: none('current_time'),
  dayname: one((date) => `to_char(${date},'Day')`),
  dayofmonth: part('day'),
  dayofweek: one((date) => `extract(dow from ${date})+1`),
  dayofyear: part('doy'),
  hour: part('hour'),
  minute: part('minute'),
  month: part('month'),
  monthname: one((date) => `to_char(${date},'Month')`),
  quarter: part('quarter'),
  second: part('second'),
  week: part('week'),
  year: part('year'),
  timestampadd: { arity: [3], write: (unit = '', count = '', to) => `(${interval(unit, count)}+${to})` },
  timestampdiff: { arity: [3], write: (unit = '', from, to) => `extract( ${fieldOf(unit)} from (${to}-${from}))` },
  database: none('current_database()'),
  ifnull: call('coalesce', 2),
  user: none('user'),
}

/**
 * A call of `{fn …}` as the PostgreSQL driver writes it (pgjdbc, EscapedFunctions2); the arguments are translated. Fails with
 * UntranslatableEscape.
 */
export function translateFunction(name: string, args: readonly string[]): string {
  const key = name.toLowerCase()
  const found = Object.hasOwn(functions, key) ? functions[key] : undefined
  if (found === undefined) return `${name}(${args.join(',')})`
  const { arity, write } = found
  if (arity.length > 0 && !arity.includes(args.length)) {
    throw new UntranslatableEscape(`{fn ${name}} takes ${arity.join(' or ')} arguments, not ${args.length}`)
  }
  return write(...args)
}

function locate(what = '', text = '', from?: string): string {
  if (from === undefined) return `position(${what} in ${text})`
  const found = `position(${what} in substring(${text} from ${from}))`
  return `(${from}*sign(${found})+${found})`
}

function interval(unit: string, count: string): string {
  const [, name = ''] = /^sql_tsi_(day|hour|minute|month|quarter|second|week|year)$/i.exec(unit) ?? []
  if (name === '') throw new UntranslatableEscape(`{fn timestampadd} does not take the interval ${unit}`)
  if (name.toLowerCase() === 'quarter') return `CAST((${count}::int * 3) || ' month' as interval)`
  return `CAST(${count}||' ${name.toLowerCase()}' as interval)`
}

function fieldOf(unit: string): string {
  const [, name = ''] = /^sql_tsi_(day|hour|minute|second)$/i.exec(unit) ?? []
  if (name === '') throw new UntranslatableEscape(`{fn timestampdiff} does not take the interval ${unit}`)
  return name.toLowerCase()
}
