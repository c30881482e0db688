import { trimToNull } from '../kit/trim.ts'
import type { Changeset } from '../model/changeset.ts'
import { identifier } from '../sql/sql.ts'

/** Words Liquibase 4.28 quotes on PostgreSQL (PostgresDatabase). */
const reserved = new Set(
  `ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC AUTHORIZATION BINARY BOTH CASE CAST CHECK COLLATE COLLATION
  COLUMN CONCURRENTLY CONSTRAINT CREATE CROSS CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME
  CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN FREEZE FROM
  FULL GRANT GROUP HAVING ILIKE IN INITIALLY INNER INTERSECT INTO IS ISNULL JOIN LATERAL LEADING LEFT LIKE LIMIT
  LOCALTIME LOCALTIMESTAMP NATURAL NOT NOTNULL NULL OFFSET ON ONLY OR ORDER OUTER OVERLAPS PLACING PRIMARY REFERENCES
  RETURNING RIGHT SELECT SESSION_USER SIMILAR SOME SYMMETRIC TABLE TABLESAMPLE THEN TO TRAILING TRUE UNION UNIQUE USER
  USING VARIADIC VERBOSE WHEN WHERE WINDOW WITH`.split(/\s+/),
)

/**
 * A name as Liquibase writes it for PostgreSQL: quoted where it mixes cases, is a reserved word, begins with a digit or
 * holds other than word characters; else bare, so that the server folds it. A quote in a name is doubled, which Liquibase
 * forgets for names of mixed case. Rule: PostgresDatabase.escapeObjectName.
 */
export function objectName(name: string, strategy: Changeset['quotingStrategy'] = 'LEGACY'): string {
  const mixed = strategy === 'LEGACY' && /[A-Z]/.test(name) && /[a-z]/.test(name)
  const odd = /[^A-Za-z0-9_]/.test(name) || /^[0-9]/.test(name) || reserved.has(name.toUpperCase())
  return mixed || odd || strategy === 'QUOTE_ALL_OBJECTS' ? identifier(name) : name
}

/** `schema.name`, with the default schema where none is given, or only blanks. */
export function qualifiedObjectName(
  schema: string | null,
  name: string,
  context: { readonly defaultSchema: string | null; readonly quotingStrategy?: Changeset['quotingStrategy'] },
): string {
  const place = trimToNull(schema) ?? context.defaultSchema
  const bare = objectName(name, context.quotingStrategy)
  return place === null ? bare : `${objectName(place, context.quotingStrategy)}.${bare}`
}

/**
 * The name of a column that is computed: one with a parenthesis is an expression, and stays as it is. Rule:
 * AbstractJdbcDatabase.escapeColumnName.
 */
export function computedColumnName(name: string, strategy: Changeset['quotingStrategy'] = 'LEGACY'): string {
  return name.includes('(') && strategy !== 'QUOTE_ALL_OBJECTS' ? name : objectName(name, strategy)
}
