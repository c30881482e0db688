import { splitList, trim } from '../kit/trim.ts'
import type { SqlContext } from './change-type.ts'
import { objectName } from './object-name.ts'

interface NamedColumn {
  readonly name: string
  readonly descending: boolean
}

/** Column names between commas as a key on PostgreSQL has them; `DESC` stays, `ASC` goes (Liquibase: ColumnConfig.fromName). */
export function keyColumns(names: string, context: SqlContext): string {
  const columns = splitList(names).map(columnOf)
  return columnList(columns.map(({ name, descending }) => (descending ? `${name} DESC` : name)).join(', '), context)
}

/** The same of a foreign key, which knows no order. */
export function referenceColumns(names: string, context: SqlContext): string {
  const columns = splitList(names).map(columnOf)
  return columnList(columns.map(({ name }) => name).join(', '), context)
}

/** Liquibase takes the order off twice: a name that ends in it once more keeps one (escapeColumnNameList). */
export function columnList(names: string, { quotingStrategy }: SqlContext): string {
  let list = ''
  for (const part of splitList(names)) {
    const { name, descending } = columnOf(part)
    list += `${list === '' ? '' : ', '}${objectName(name, quotingStrategy)}${descending ? ' DESC' : ''}`
  }
  return list
}

function columnOf(written: string): NamedColumn {
  const name = trim(written)
  const order = /[ \t\n\v\f\r]+(DESC|ASC)$/i.exec(name)
  if (order === null) return { name, descending: false }
  return { name: name.slice(0, order.index), descending: order[1]?.toUpperCase() === 'DESC' }
}
