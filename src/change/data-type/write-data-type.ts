import { trim } from '../../kit/trim.ts'
import { CannotRender } from './cannot-render.ts'
import { type DataType, parseDataType } from './parse-data-type.ts'

/** A type of a changelog as it stands in SQL for PostgreSQL 10 and later; CannotRender where Liquibase has none. */
export function dataTypeSql(definition: string): string {
  return writeDataType(parseDataType(definition))
}

/** The same of a type that is taken apart already. Rule: toDatabaseDataType of each of Liquibase's types. */
export function writeDataType(type: DataType): string {
  const written = trim(type.definition ?? '').toLowerCase()
  switch (type.kind) {
    case 'bigint':
      return withAdditional('BIGINT', type.additional)
    case 'blob':
      return written.startsWith('blob') || trim(type.definition ?? '') === 'java.sql.Types.BLOB' ? 'OID' : 'BYTEA'
    case 'boolean':
      return written.startsWith('bit') ? withParameters('BIT', type.parameters) : plain(type)
    case 'char':
    case 'nchar':
    case 'varchar':
      return characters(type)
    case 'clob':
      return 'TEXT'
    case 'currency':
      return 'DECIMAL'
    case 'date':
      return 'date'
    case 'datetime':
      return dateTime(type, written)
    case 'double':
      return 'DOUBLE PRECISION'
    case 'float':
      return written === 'real' ? 'REAL' : plain(type)
    case 'int':
      return 'INTEGER'
    case 'number':
      return numeric(type)
    case 'nvarchar':
      return withParameters('VARCHAR', type.parameters)
    case 'smallint':
    case 'tinyint':
      return 'SMALLINT'
    case 'time':
      return time(type, written)
    case 'timestamp':
      return timestamp(type, written)
    case 'unknown':
      return unknown(type)
    case 'uuid':
      return 'UUID'
    case 'xml':
      return 'XML'
    default:
      return plain(type)
  }
}

function withParameters(name: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? name : `${name}(${parameters.join(', ')})`
}

function withAdditional(sql: string, additional: string | null): string {
  return additional === null ? sql : `${sql} ${additional}`
}

function plain({ name, parameters, additional }: DataType): string {
  return withAdditional(withParameters(name.toUpperCase(), parameters), additional)
}

function characters(type: DataType): string {
  if (type.parameters.length !== 1) return plain(type)
  const length = (type.parameters[0] ?? '').replace(/(?<=\d)[ \t\n\v\f\r]*CHAR$/i, '')
  return length === '2147483647' ? 'CHARACTER VARYING' : plain({ ...type, parameters: [length] })
}

function numeric({ parameters }: DataType): string {
  const precision = javaInt(parameters[0])
  return precision !== null && precision > 1000 ? 'numeric' : withParameters('numeric', parameters)
}

function dateTime({ parameters }: DataType, written: string): string {
  const zone = hasZone(written) ? 'WITH TIME ZONE' : 'WITHOUT TIME ZONE'
  const digits = parameters.length === 2 ? parameters[1] : parameters[0]
  return `TIMESTAMP${digits === undefined ? '' : `(${digits})`} ${zone}`
}

function timestamp(type: DataType, written: string): string {
  const [first] = type.parameters
  const digits = javaInt(first)
  if (first !== undefined && (digits === null || digits > 6)) {
    throw new CannotRender(`type ${type.definition} has ${first} digits of a fraction: postgresql has at most 6`)
  }
  const sql = digits === null ? 'TIMESTAMP' : `TIMESTAMP(${digits})`
  if (trim(type.definition ?? '').startsWith('java.sql.Types.TIMESTAMP_WITH_TIMEZONE')) return `${sql} WITH TIME ZONE`
  if (type.additional === null) return dateTime(type, written)
  const upper = type.additional.toUpperCase()
  return withAdditional(sql, upper.includes('TIMEZONE') ? upper.replaceAll('TIMEZONE', 'TIME ZONE') : type.additional)
}

function time(type: DataType, written: string): string {
  const [first, second] = type.parameters
  const digits = javaInt(first)
  if (first !== undefined && digits === null)
    throw new CannotRender(`type ${type.definition}: ${first} is not a number`)
  const fits = digits === null || digits <= 6
  // More digits than the server has are passed over, unless a second number follows.
  const kept = fits ? type.parameters : second === undefined ? [] : [second]
  const inWords = first === undefined ? (/\(\d+\)/.exec(written)?.[0] ?? '') : ''
  return `${withParameters('time', kept)}${inWords} ${hasZone(written) ? 'WITH TIME ZONE' : 'WITHOUT TIME ZONE'}`
}

function hasZone(written: string): boolean {
  return written.includes('tz') || written.includes('with time zone')
}

function unknown(type: DataType): string {
  const isList = /^(?:enum|set)$/i.test(type.name)
  return plain({ ...type, parameters: isList ? type.parameters : type.parameters.slice(0, 2) })
}

/** A number as Java's `Integer.parseInt` takes it; `null` for anything else. */
function javaInt(text: string | undefined): number | null {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return null
  const value = Number(text)
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : null
}
