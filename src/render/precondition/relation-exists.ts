import { catalogName } from '../../change/catalog-name.ts'
import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { canBeFound, NOT_OF_THE_SYSTEM, sameName, schemaText } from './catalog-look-up.ts'
import { decide, fault } from './condition-code.ts'
import type { PreconditionTarget } from './precondition-target.ts'

type Of<Kind extends Precondition['kind']> = Extract<Precondition, { kind: Kind }>

/**
 * Ordinary and partitioned tables count, foreign and temporary ones do not, and Liquibase's own two are there in every
 * schema. Rule: TableExistsPrecondition, SnapshotGeneratorFactory.has, pgjdbc.
 */
export function tableExists(condition: Of<'tableExists'>, target: PreconditionTarget): string {
  const { tableName, schemaName } = condition
  if (tableName === null) return fault('tableExists has no tableName')
  const corrected = catalogName(tableName, target.quotingStrategy)
  return decide(target.tables?.includes(corrected) ? 'true' : relationExists(tableName, schemaName, `'r', 'p'`))
}

/** A materialized view is none to Liquibase. */
export function viewExists({ viewName, schemaName }: Of<'viewExists'>): string {
  return viewName === null ? fault('viewExists has no viewName') : decide(relationExists(viewName, schemaName, `'v'`))
}

function relationExists(name: string, schema: string | null, kinds: string): string {
  if (!canBeFound(name)) return 'false'
  return `EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = ${schemaText(schema)} AND ${NOT_OF_THE_SYSTEM} AND ${sameName('c.relname', name)} AND c.relkind IN (${kinds}))`
}

/** Schema and name must be written as they are. Rule: SequenceExistsPrecondition, which has a query of its own. */
export function sequenceExists({ sequenceName, schemaName }: Of<'sequenceExists'>): string {
  if (sequenceName === null) return decide('false')
  const schema = schemaName === null ? 'dvm_home' : literal(schemaName)
  return decide(
    `EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND n.nspname = ${schema} AND c.relname = ${literal(sequenceName)})`,
  )
}
