import { dollarQuoted } from '../sql/sql.ts'
import { catalogName } from './catalog-name.ts'
import type { SqlContext } from './change-type.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** Without a name the key is looked for on the target, when it runs. `dropIndex` is for other databases. */
export const dropPrimaryKey = structured('dropPrimaryKey', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    constraintName: text(),
    dropIndex: bool(),
  },
  toSql({ schemaName, tableName, constraintName }, context) {
    if (constraintName === null) return [dropUnnamed(schemaName, tableName, context)]
    const table = qualifiedObjectName(schemaName, tableName, context)
    return [`ALTER TABLE ${table} DROP CONSTRAINT ${objectName(constraintName, context.quotingStrategy)}`]
  },
})

/**
 * The block that Liquibase sends, but for two things: where no default schema is set it asks for the one the session stands
 * in, and the name it finds is quoted by the server, so that none can break out.
 */
function dropUnnamed(schemaName: string | null, tableName: string, context: SqlContext): string {
  const { quotingStrategy } = context
  const written = schemaName ?? context.defaultSchema
  const schema = written === null ? null : catalogName(written, quotingStrategy)
  const table = catalogName(tableName, quotingStrategy)
  const inSchema = schema === null ? CURRENT_SCHEMA : quoted(schema)
  const prefix =
    schema === null ? `' || pg_catalog.quote_ident(${CURRENT_SCHEMA}) || '` : inner(objectName(schema, quotingStrategy))
  const body = ` DECLARE constraint_name varchar;
BEGIN
  SELECT tc.CONSTRAINT_NAME into strict constraint_name
    FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS tc
    WHERE CONSTRAINT_TYPE = 'PRIMARY KEY'
      AND TABLE_NAME = ${quoted(table)} AND TABLE_SCHEMA = ${inSchema};
    EXECUTE 'alter table ${prefix}.${inner(objectName(table, quotingStrategy))} drop constraint ' || pg_catalog.quote_ident(constraint_name);
END `
  return `DO ${body.includes('$$') ? dollarQuoted(body, 'do') : `$$${body}$$`};`
}

const CURRENT_SCHEMA = 'pg_catalog.current_schema()'

function quoted(text: string): string {
  return `'${inner(text)}'`
}

/** What stands between the quotes of a literal. A backslash stays: the session reads such literals as the standard does. */
function inner(text: string): string {
  return text.replaceAll("'", "''")
}
