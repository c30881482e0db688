import { catalogName } from '../../change/catalog-name.ts'
import { trim } from '../../kit/trim.ts'
import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { NOT_OF_THE_SYSTEM, sameName, schemaText, splitColumns } from './catalog-look-up.ts'
import { decide } from './condition-code.ts'
import type { PreconditionTarget } from './precondition-target.ts'

type IndexExists = Extract<Precondition, { kind: 'indexExists' }>

const INDEXES = `SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE`

/**
 * With a table and a name the columns do not count. Without a table every table of the default schema is looked through,
 * whatever schema is given, and of the columns only their number counts. Without a name there must be an index on just
 * these columns, in this order, none of them descending. Rule: IndexExistsPrecondition, IndexSnapshotGenerator,
 * IndexComparator.
 */
export function indexExists(condition: IndexExists, target: PreconditionTarget): string {
  const { indexName, tableName, schemaName } = condition
  const columns = splitColumns(condition.columnNames)
  const anyTable = trim(tableName ?? '') === ''
  if (indexName !== null && anyTable) {
    const count = columns.length === 0 ? '' : ` AND i.indnatts = ${columns.length}`
    return decide(
      `EXISTS (${INDEXES} n.nspname = dvm_home AND ${NOT_OF_THE_SYSTEM} AND c.relkind IN ('r', 'p') AND ${named(indexName, target)}${count})`,
    )
  }
  if (anyTable || (indexName === null && columns.length === 0)) return decide('false')
  const table = literal(catalogName(tableName ?? '', target.quotingStrategy))
  const onTable = `${INDEXES} n.nspname = ${schemaText(schemaName)} AND c.relname = ${table}`
  return decide(`EXISTS (${onTable} AND ${indexName === null ? columnsAre(columns) : named(indexName, target)})`)
}

/** Liquibase brings the name it looks for and the name it finds into one form, and compares those. */
function named(name: string, { quotingStrategy = 'LEGACY' }: PreconditionTarget): string {
  if (quotingStrategy === 'QUOTE_ONLY_RESERVED_WORDS') return sameName('x.relname', name)
  const corrected = catalogName(name, quotingStrategy)
  const folds = quotingStrategy === 'LEGACY' && catalogName(name.toUpperCase(), 'LEGACY') === corrected
  const names = folds ? [...new Set([corrected, name.toUpperCase()])] : [corrected]
  return `x.relname IN (${names.map(literal).join(', ')})`
}

/** An expression is written as PostgreSQL prints it, without quotes around names. */
function columnsAre(columns: readonly string[]): string {
  const column = (n: number): string =>
    `pg_catalog.btrim(pg_catalog.replace(pg_catalog.pg_get_indexdef(i.indexrelid, ${n}, false), '"', ''))`
  const same = columns.map((name, n) => sameName(column(n + 1), name)).join(' AND ')
  const ascending = '0 = ALL (SELECT o & 1 FROM pg_catalog.unnest(i.indoption::int2[]) AS o)'
  return `i.indnatts = ${columns.length} AND ${ascending} AND ${same}`
}
