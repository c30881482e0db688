import { objectName } from '../../change/object-name.ts'
import { trim } from '../../kit/trim.ts'
import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { fault } from './condition-code.ts'
import type { PreconditionTarget } from './precondition-target.ts'

type Of<Kind extends Precondition['kind']> = Extract<Precondition, { kind: Kind }>

/** Counts the rows by a query, so that a table that is not there is an error. Rule: RowCountPrecondition. */
export function rowCount({ tableName, schemaName, expectedRows }: Of<'rowCount'>, target: PreconditionTarget): string {
  if (tableName === null || expectedRows === null) return fault('rowCount needs tableName and expectedRows')
  const query = `'SELECT pg_catalog.count(*) FROM ' || ${tableText(schemaName, tableName, target)}`
  return `      EXECUTE ${query} INTO dvm_count;\n      dvm_holds := dvm_count = ${expectedRows};\n`
}

export function tableIsEmpty({ tableName, schemaName }: Of<'tableIsEmpty'>, target: PreconditionTarget): string {
  if (tableName === null) return fault('tableIsEmpty has no tableName')
  const query = `'SELECT NOT EXISTS (SELECT * FROM ' || ${tableText(schemaName, tableName, target)} || ')'`
  return `      EXECUTE ${query} INTO dvm_holds;\n`
}

/** Always with its schema: a temporary table of the same name is not meant. */
function tableText(schema: string | null, table: string, { quotingStrategy }: PreconditionTarget): string {
  const place = trim(schema ?? '')
  const home = place === '' ? 'pg_catalog.quote_ident(dvm_home)' : literal(objectName(place, quotingStrategy))
  return `${home} || ${literal(`.${objectName(table, quotingStrategy)}`)}`
}
