import { literal } from '../../sql/sql.ts'
import { catalogName } from '../catalog-name.ts'
import type { SqlContext } from '../change-type.ts'
import { dateLiteral } from '../data-type/date-value.ts'
import type { SqlValue } from '../data-type/sql-value.ts'
import { boundLiteral } from '../row/bound-literal.ts'
import { insertedLiteral } from '../row/inserted-literal.ts'
import type { LoadColumn } from './load-column.ts'
import { NotADate } from './now-expression.ts'
import { parseDate, parseNumber, UnloadableValue } from './read-cell.ts'

/** The parts of a value that go along: its text, and where the SQL of it as a date or number is another, that. */
export interface AskedValue {
  readonly text: string | null
  readonly date: string | null
  readonly number: string | null
}

/** How a value stands in its statement; `compared` has its operator. */
export type Manner = 'inserted' | 'bound' | 'updated' | 'compared'

export function askedValue(text: string | null, manner: Manner, context: SqlContext): AskedValue {
  if (text === null || text.toLowerCase() === 'null') return { text, date: null, number: null }
  const write = (value: SqlValue | null) =>
    manner === 'bound' ? boundLiteral(value, null) : insertedLiteral(value, context)
  const date = asDate(text)
  return {
    text,
    date: date === null ? null : beside(text, write(date)),
    number: beside(text, write(parseNumber(text))),
  }
}

/** `nowhere` is no date, and only wrong where the column is one: it then fails on the target. */
function asDate(text: string): SqlValue | null {
  try {
    return parseDate(text, 'DATE')
  } catch (error) {
    if (error instanceof NotADate || error instanceof UnloadableValue) return null
    throw error
  }
}

function beside(text: string, sql: string): string | null {
  return sql === text ? null : sql
}

/** What Liquibase takes a column's type for. Where there is no such table, it thinks nothing of it: `X`. */
const kinds = ['N', 'B', 'D', 'U', 'C', 'S', 'X'] as const

type Kind = (typeof kinds)[number]

/** The names under which a query has the parts of a value. */
export interface AskedNames {
  readonly text: string
  readonly date: string
  readonly number: string
}

/**
 * An expression that gives, on the target, the expression for the SQL of a column's values: by the type the column has there.
 * That gives null for the name of a file. Rule: LoadDataChange.retrieveMissingColumnLoadTypes; what follows from it is
 * `readCell` once more, in SQL.
 */
export function askedExpression(
  table: string,
  column: LoadColumn,
  names: AskedNames,
  manner: Manner,
  context: SqlContext,
): string {
  const cases = kinds.map((kind) => `WHEN '${kind}' THEN ${literal(expressionFor(kind, column, names, manner))}`)
  return `CASE coalesce(${kindQuery(table, column, context)}, 'X') ${cases.join(' ')} END`
}

const KIND = `CASE WHEN t.typname IN ('bool', 'bit') THEN 'B' WHEN t.typname IN ('int2', 'int4', 'int8', 'numeric', 'money') THEN 'N' WHEN t.typname IN ('date', 'time', 'timetz', 'timestamp', 'timestamptz') THEN 'D' WHEN t.typname = 'uuid' THEN 'U' WHEN t.typname IN ('text', 'xml') THEN 'C' ELSE 'S' END`

function kindQuery(table: string, column: LoadColumn, context: SqlContext): string {
  return `(SELECT ${KIND} ${columnsNamed(table, [column], context)})`
}

/** A condition: whether one of the columns takes files. */
export function hasTextColumn(table: string, columns: readonly LoadColumn[], context: SqlContext): string {
  return `EXISTS (SELECT ${columnsNamed(table, columns, context)} AND ${KIND} = 'C')`
}

function columnsNamed(table: string, columns: readonly LoadColumn[], context: SqlContext): string {
  const names = columns.map(({ name }) => literal(catalogName(name, context.quotingStrategy)))
  return `FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid WHERE c.oid = pg_catalog.to_regclass(${literal(table)}) AND c.relkind IN ('r', 'p') AND a.attname IN (${names.join(', ')}) AND a.attnum > 0 AND NOT a.attisdropped`
}

function expressionFor(kind: Kind, column: LoadColumn, names: AskedNames, manner: Manner): string {
  const sql = `CASE WHEN pg_catalog.upper(${names.text}) = 'NULL' THEN 'NULL' ELSE ${valueFor(kind, column, names, manner)} END`
  return manner === 'compared' ? `coalesce(' = ' || nullif(${sql}, 'NULL'), ' is NULL')` : sql
}

function valueFor(kind: Kind, { config }: LoadColumn, { text, date, number }: AskedNames, manner: Manner): string {
  switch (kind) {
    case 'N': {
      const sql = `coalesce(${number}, ${text}, ${literal(config.defaultValueNumeric ?? 'NULL')})`
      return manner === 'compared' ? `pg_catalog.regexp_replace(${sql}, '[.]0+$', '')` : sql
    }
    case 'D': {
      const { defaultValueDate } = config
      return `coalesce(${date}, ${text}, ${literal(defaultValueDate === null ? 'NULL' : dateLiteral(defaultValueDate))})`
    }
    case 'B': {
      const flag = config.defaultValueBoolean === null ? 'NULL' : String(config.defaultValueBoolean).toUpperCase()
      return `CASE WHEN ${text} IS NULL THEN '${flag}' WHEN ${isTrue(text)} THEN 'TRUE' ELSE 'FALSE' END`
    }
    case 'C':
      // A column of text takes files, but where a value is written into the statement the name is taken itself.
      return manner === 'inserted' || manner === 'bound'
        ? `CASE WHEN ${text} IS NULL THEN 'NULL' END`
        : `coalesce(${quotedText(text, manner)}, 'NULL')`
    case 'S':
      return `coalesce(${quotedText(text, manner)}, ${manner === 'bound' ? `'''''::pg_catalog.varchar'` : `''''''`})`
    default:
      return `coalesce(${quotedText(text, manner, kind === 'U' ? 'uuid' : 'varchar')}, 'NULL')`
  }
}

/** The text as a literal; what looks like certain calls stays bare, but in a comparison. */
function quotedText(text: string, manner: Manner, type = 'varchar'): string {
  const quoted = `pg_catalog.quote_literal(${text})`
  if (manner === 'bound') return `${quoted} || '::pg_catalog.${type}'`
  if (manner === 'compared') return quoted
  const call = `${text} LIKE 'to_date(%' OR ${text} LIKE '"SYSIBM"%' OR pg_catalog.lower(${text}) = 'now()'`
  return `CASE WHEN ${call} THEN ${text} ELSE ${quoted} END`
}

function isTrue(text: string): string {
  const plain = `pg_catalog.lower(pg_catalog.btrim(${text}, E' \\t\\n\\r'))`
  return `${plain} IN ('true', 't', 'yes', 'y', '1') OR ${plain} ~ '^[+]?0*[1-9][0-9]{0,8}$'`
}
