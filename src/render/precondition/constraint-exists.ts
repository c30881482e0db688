import { catalogName } from '../../change/catalog-name.ts'
import { trim } from '../../kit/trim.ts'
import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { NOT_OF_THE_SYSTEM, sameName, schemaText } from './catalog-look-up.ts'
import { decide } from './condition-code.ts'
import type { PreconditionTarget } from './precondition-target.ts'

type Of<Kind extends Precondition['kind']> = Extract<Precondition, { kind: Kind }>

/** The name counts in any case, that of the table does not. Rule: PrimaryKeySnapshotGenerator, PrimaryKeyComparator. */
export function primaryKeyExists(condition: Of<'primaryKeyExists'>, target: PreconditionTarget): string {
  const { primaryKeyName, tableName, schemaName } = condition
  if (primaryKeyName === null && isBlank(tableName)) return decide('false')
  const key = primaryKeyName === null ? '' : ` AND ${sameName('x.relname', primaryKeyName)}`
  return decide(
    `EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE i.indisprimary AND n.nspname = ${schemaText(schemaName)} AND ${onTable(tableName, target)}${key})`,
  )
}

/** As with a primary key; names of foreign keys are looked for in the schema of their own table. */
export function foreignKeyConstraintExists(
  condition: Of<'foreignKeyConstraintExists'>,
  target: PreconditionTarget,
): string {
  const { foreignKeyName, foreignKeyTableName, schemaName } = condition
  if (foreignKeyName === null) return decide('false')
  return decide(
    `EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE k.contype = 'f' AND n.nspname = ${schemaText(schemaName)} AND ${onTable(foreignKeyTableName, target)} AND ${sameName('k.conname', foreignKeyName)})`,
  )
}

function onTable(table: string | null, target: PreconditionTarget): string {
  if (isBlank(table)) return `${NOT_OF_THE_SYSTEM} AND c.relkind IN ('r', 'p')`
  return `c.relname = ${literal(catalogName(table ?? '', target.quotingStrategy))}`
}

function isBlank(name: string | null): boolean {
  return trim(name ?? '') === ''
}
