import { trim, trimToNull } from '../../kit/trim.ts'
import { CannotRender } from './cannot-render.ts'
import { kindOfType, type TypeKind } from './type-names.ts'

/** A data type as it is written, taken apart. */
export interface DataType {
  readonly kind: TypeKind
  /** Its name without parameters and quotes; of a known type the name Liquibase has for it. */
  readonly name: string
  readonly parameters: readonly string[]
  /** What follows the name: `unsigned`, `with time zone`. */
  readonly additional: string | null
  /** As it was written; `null` for a property that was never expanded. */
  readonly definition: string | null
  readonly autoIncrement: boolean
}

/**
 * Takes apart what a changelog says of a data type: `varchar(10)`, `java.sql.Types.BIGINT`, `int{autoIncrement:true}`,
 * `"my type"`, `timestamp(3) with time zone`. Anything is taken; CannotRender where Liquibase stops. Rule:
 * DataTypeFactory.fromDescription.
 */
export function parseDataType(definition: string): DataType {
  if (/^\$\{.*\}$/.test(definition)) {
    return {
      kind: 'unknown',
      name: definition,
      parameters: [],
      additional: null,
      definition: null,
      autoIncrement: false,
    }
  }
  const naming = nameOf(definition)
  const kind = kindOfType(naming.name)
  if (naming.name.toLowerCase() === 'timestamp_ntz') throw new CannotRender('postgresql has no type timestamp_ntz')
  const embedded = embeddedIn(definition, kind)
  const identity = naming.identity && (kind === 'int' || kind === 'bigint')
  return {
    kind,
    name: kind === 'unknown' ? unknownName(naming.name, definition) : kind,
    parameters: parametersIn(definition, kind),
    additional: embedded.additional ?? naming.additional,
    definition,
    autoIncrement: embedded.autoIncrement || identity || isSerial(kind, definition.toLowerCase()),
  }
}

interface Naming {
  readonly name: string
  readonly additional: string | null
  /** It ended in ` identity`. */
  readonly identity: boolean
}

const inseparable = [
  'bit varying',
  'character varying',
  'long varchar',
  'long nvarchar',
  'long binary',
  'long varbinary',
]

function nameOf(definition: string): Naming {
  let name = definition
  if (/^.+\(.*\).*$/.test(name)) name = name.replace(/[ \t\n\v\f\r]*\(.*\)/, '')
  if (/^.+\{.*$/.test(name)) name = name.replace(/[ \t\n\v\f\r]*\{.*/, '')
  const identity = name.toLowerCase().endsWith(' identity')
  if (identity) name = name.toLowerCase().replace(/ identity$/, '')
  name = withoutQuotes(name)
  if (inseparable.some((words) => name.toLowerCase().startsWith(words))) return { name, additional: null, identity }
  const [, first = '', rest] = /^([^ \t\n\v\f\r]*)(?:[ \t\n\v\f\r]+(.*))?$/s.exec(trim(name)) ?? []
  return { name: first, additional: rest ?? null, identity }
}

const quotes = ['""', '[]', '``', "''"] as const

/** A name in quotes of any database; quotes that come twice are left. */
function withoutQuotes(name: string): string {
  for (const [open = '', close = ''] of quotes) {
    const end = name.startsWith(open) ? name.indexOf(close, 1) : -1
    if (end !== -1 && !name.includes(close, end + 1)) return name.slice(1, end) + name.slice(end + 1)
  }
  return name
}

function unknownName(name: string, definition: string): string {
  return name.toUpperCase().startsWith('INTERVAL') ? definition : name === 'unknown' ? 'UNKNOWN' : name
}

function parametersIn(definition: string, kind: TypeKind): readonly string[] {
  if (!/^.+[ \t\n\v\f\r]*\(.*$/.test(definition)) return []
  const isText = kind === 'char' || kind === 'nchar' || kind === 'nvarchar' || kind === 'varchar'
  return listed(definition.replace(/.*?\(/, '').replace(/\).*/, '')).map((parameter) =>
    isText ? parameter.replace(' BYTE', '') : parameter,
  )
}

const counting: readonly TypeKind[] = [
  'bigint',
  'decimal',
  'int',
  'mediumint',
  'number',
  'smallint',
  'tinyint',
  'unknown',
]

/** What stands in braces behind the type. */
function embeddedIn(definition: string, kind: TypeKind): { autoIncrement: boolean; additional: string | null } {
  const embedded = { autoIncrement: false, additional: null as string | null }
  if (!/^.*\{.*$/.test(definition)) return embedded
  for (const setting of listed(definition.replace(/.*?\{/, '').replace(/\}.*/, ''))) {
    const at = setting.indexOf(':')
    const name = setting.slice(0, 1).toLowerCase() + setting.slice(1, at)
    const value = setting.slice(at + 1)
    if (at > 0 && name === 'autoIncrement') {
      if (!counting.includes(kind)) throw new CannotRender(`a ${kind} (${definition}) cannot be auto-increment`)
      embedded.autoIncrement = value.toLowerCase() === 'true'
    } else if (at > 0 && name === 'additionalInformation') embedded.additional = value
    else throw new CannotRender(`type ${definition} cannot be read: ${kind} has no setting ${setting}`)
  }
  return embedded
}

function listed(text: string): string[] {
  return text.split(',').flatMap((part) => trimToNull(part) ?? [])
}

function isSerial(kind: TypeKind, definition: string): boolean {
  if (kind === 'int') return definition.startsWith('serial')
  return (kind === 'bigint' || kind === 'smallint') && definition.includes('serial')
}
