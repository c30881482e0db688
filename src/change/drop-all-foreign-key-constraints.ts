import { trimToNull } from '../kit/trim.ts'
import { dollarQuoted, literal } from '../sql/sql.ts'
import { catalogName } from './catalog-name.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

/** Stand in the statement where the target puts a name; `modifySql` sees them in its place. */
const NAME = '\u007fname\u007f'
const SCHEMA = '\u007fschema\u007f'

/**
 * Which constraints there are is asked on the target, when it runs. As in Liquibase the schema is looked for in lower case,
 * and a table that is not there has none. Names are quoted as the catalog has them: Liquibase fails on those in upper
 * case, and on the ones that partitions bring along.
 */
export const dropAllForeignKeyConstraints = structured('dropAllForeignKeyConstraints', {
  shape: { baseTableCatalogName: text(), baseTableSchemaName: text(), baseTableName: required(text()) },
  toSql({ baseTableSchemaName, baseTableName }, context) {
    const { defaultSchema, quotingStrategy } = context
    const schema = trimToNull(baseTableSchemaName) ?? defaultSchema
    const namespace = schema === null ? CURRENT_SCHEMA : literal(schema.toLowerCase())
    const relation = literal(catalogName(baseTableName, quotingStrategy))
    const table =
      schema === null
        ? `${SCHEMA}.${objectName(baseTableName, quotingStrategy)}`
        : qualifiedObjectName(schema, baseTableName, context)
    const bind = (statement: string): string[] => [block(statement, namespace, relation)]
    return [{ text: `ALTER TABLE ${table} DROP CONSTRAINT ${NAME}`, bind }]
  },
})

const CURRENT_SCHEMA = 'pg_catalog.current_schema()'

/** Runs the statement for each foreign key of the table; the parts of one on a partitioned table go with it. */
function block(statement: string, namespace: string, relation: string): string {
  const body = `
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT c.oid, c.conname
      FROM pg_catalog.pg_constraint AS c
      JOIN pg_catalog.pg_class AS r ON r.oid = c.conrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace
     WHERE c.contype = 'f' AND n.nspname = ${namespace} AND r.relname = ${relation}
     ORDER BY c.oid
  LOOP
    CONTINUE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = one.oid);
    EXECUTE ${expression(statement)};
  END LOOP;
END
`
  return `DO ${dollarQuoted(body, 'do')}`
}

/** The statement as an SQL expression that puts the names in. */
function expression(statement: string): string {
  const parts = statement.split(new RegExp(`(${NAME}|${SCHEMA})`)).map((part) => {
    if (part === NAME) return 'pg_catalog.quote_ident(one.conname)'
    return part === SCHEMA ? `pg_catalog.quote_ident(${CURRENT_SCHEMA})` : literal(part)
  })
  return parts.join(' || ')
}
