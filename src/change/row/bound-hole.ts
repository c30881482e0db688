import { literal } from '../../sql/sql.ts'
import { catalogName } from '../catalog-name.ts'
import type { SqlContext } from '../change-type.ts'
import { CannotRender } from '../data-type/cannot-render.ts'
import { qualifiedObjectName } from '../object-name.ts'
import type { Hole } from './bind-statement.ts'
import { boundLiteral } from './bound-literal.ts'
import type { CellValue } from './cell-value.ts'
import type { DataFiles } from './file-fields.ts'

export interface BoundRow {
  readonly schemaName: string | null
  readonly tableName: string
  readonly files: DataFiles | null
}

/**
 * The hole of a value that Liquibase binds to a parameter. CannotRender where it cannot be bound; a file that is missing was
 * complained of when the change was read.
 */
export function boundHole(row: BoundRow, column: string, given: CellValue, context: SqlContext): Hole {
  const { value, file, encoding, type } = given
  if (file === null) {
    if (value?.kind === 'text' && type?.toLowerCase() === 'blob') return { kind: 'object', bytes: base64(value.text) }
    return { kind: 'sql', sql: boundLiteral(value, type) }
  }
  const found = row.files?.get(file.path)
  if (found === undefined) return { kind: 'sql', sql: 'NULL' }
  if (file.kind === 'clob') return { kind: 'clob', file: found, encoding }
  return { kind: 'blob', file: found, isBytea: isBytea(row, column, context) }
}

/** SQL that asks the catalog whether a column holds bytes. */
function isBytea({ schemaName, tableName }: BoundRow, column: string, context: SqlContext): string {
  const table = literal(qualifiedObjectName(schemaName, tableName, context))
  const name = literal(catalogName(column, context.quotingStrategy))
  return `coalesce((SELECT a.atttypid = 'pg_catalog.bytea'::pg_catalog.regtype FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(${table}) AND a.attname = ${name} AND NOT a.attisdropped), false)`
}

/** Java's decoder wants whole groups of four; with text that is not base64 Liquibase stops. */
function base64(text: string): Buffer {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text)) {
    throw new CannotRender('a value of type blob is not base64')
  }
  return Buffer.from(text, 'base64')
}
