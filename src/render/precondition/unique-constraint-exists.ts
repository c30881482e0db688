import { catalogName } from '../../change/catalog-name.ts'
import { trimToNull } from '../../kit/trim.ts'
import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { sameName, schemaText, splitColumns } from './catalog-look-up.ts'
import { decide, fault } from './condition-code.ts'
import type { PreconditionTarget } from './precondition-target.ts'

type UniqueConstraintExists = Extract<Precondition, { kind: 'uniqueConstraintExists' }>

/** Constraints with columns that the user may see, whatever they constrain. */
const KEYS = `FROM information_schema.table_constraints AS t JOIN information_schema.key_column_usage AS k ON k.constraint_schema = t.constraint_schema AND k.table_name = t.table_name AND k.constraint_name = t.constraint_name WHERE`

/**
 * By its name every key is found, a primary and a foreign one as well, and its columns do not count. By columns a unique
 * constraint is found that has just these, in this order, or a table whose keys together do; without columns any key.
 * Rule: UniqueConstraintSnapshotGenerator, UniqueConstraintComparator, with all that follows from them.
 */
export function uniqueConstraintExists(condition: UniqueConstraintExists, target: PreconditionTarget): string {
  const names = [condition.catalogName, condition.schemaName, condition.tableName, condition.constraintName]
  // Liquibase puts them into its query as they are.
  if (names.some((name) => name?.includes("'"))) return fault('a name with a quote in it cannot be looked up')
  const corrected = (name: string): string => literal(catalogName(name, target.quotingStrategy))
  const [catalog, table] = [trimToNull(condition.catalogName), trimToNull(condition.tableName) ?? '']
  const keys = [
    `${KEYS} t.table_name = ${corrected(table)}`,
    ...inSchema(condition.schemaName, corrected),
    ...(catalog === null ? [] : [`t.constraint_catalog = ${corrected(catalog)}`]),
  ].join(' AND ')
  const constraint = trimToNull(condition.constraintName)
  if (constraint !== null) {
    return decide(`EXISTS (SELECT ${keys} AND t.constraint_name = ${corrected(constraint)})`)
  }
  const columns = splitColumns(trimToNull(condition.columnNames))
  if (columns.length === 0) return decide(`EXISTS (SELECT ${keys})`)
  const all = `SELECT pg_catalog.array_agg(k.column_name::text ORDER BY k.ordinal_position) AS columns ${keys}`
  const found = `EXISTS (SELECT FROM (${all}) AS f WHERE ${columnsAre(columns)})`
  if (catalogName(table, target.quotingStrategy) !== table) return decide(found)
  const listed = `t.constraint_type = 'UNIQUE' AND t.constraint_schema = ${schemaText(condition.schemaName)}`
  const unique = `${all} AND ${listed} AND ${isFoundByItsName(target)} GROUP BY t.constraint_name`
  return decide(`${found}\n        OR EXISTS (SELECT FROM (${unique}) AS f WHERE ${columnsAre(columns)})`)
}

/** A schema that is written as blanks is no condition at all. */
function inSchema(written: string | null, corrected: (name: string) => string): readonly string[] {
  if (written === null) return ['t.constraint_schema = dvm_home']
  const schema = trimToNull(written)
  return schema === null ? [] : [`t.constraint_schema = ${corrected(schema)}`]
}

function columnsAre(columns: readonly string[]): string {
  const same = columns.map((name, n) => sameName(`f.columns[${n + 1}]`, name))
  return [`pg_catalog.cardinality(f.columns) = ${columns.length}`, ...same].join(' AND ')
}

/** Liquibase looks up the columns of what it lists by the name it would have written, which may be another. */
function isFoundByItsName({ quotingStrategy = 'LEGACY' }: PreconditionTarget): string {
  if (quotingStrategy === 'QUOTE_ALL_OBJECTS') return 'true'
  const lower = 't.constraint_name::text = pg_catalog.lower(t.constraint_name::text)'
  return quotingStrategy === 'LEGACY' ? `(${lower} OR t.constraint_name::text ~ '[a-z]|-|^[0-9]')` : lower
}
