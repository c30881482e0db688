import type { SqlContext } from './change-type.ts'
import { checkedRendering } from './checked-rendering.ts'
import { assignedLiteral } from './data-type/bare-literal.ts'
import { literalOfType } from './data-type/literal-of-type.ts'
import { parseDataType } from './data-type/parse-data-type.ts'
import type { SqlValue } from './data-type/sql-value.ts'
import { dropNotNullConstraint } from './drop-not-null-constraint.ts'
import { nullability } from './nullability.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** Rows without a value get `defaultNullValue` first. PostgreSQL gives the constraint no name and always validates it. */
export const addNotNullConstraint = structured('addNotNullConstraint', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnName: required(text()),
    defaultNullValue: text(),
    columnDataType: text(),
    constraintName: text(),
    validate: bool(),
  },
  ...checkedRendering((values: NotNull, context) => [
    ...fillNulls(values, context),
    nullability(values, 'SET NOT NULL', context),
  ]),
  inverse: ({ schemaName, tableName, columnName, columnDataType }, place) => [
    dropNotNullConstraint.make({ schemaName, tableName, columnName, columnDataType }, place),
  ],
})

interface NotNull {
  readonly schemaName: string | null
  readonly tableName: string
  readonly columnName: string
  readonly defaultNullValue: string | null
  readonly columnDataType: string | null
}

function fillNulls(values: NotNull, context: SqlContext): readonly string[] {
  const { schemaName, tableName, columnName, defaultNullValue, columnDataType } = values
  if (defaultNullValue === null || defaultNullValue.toLowerCase() === 'null') return []
  const column = objectName(columnName, context.quotingStrategy)
  const value = assignedLiteral(valueFor(columnDataType, defaultNullValue), context)
  return [
    `UPDATE ${qualifiedObjectName(schemaName, tableName, context)} SET ${column} = ${value} WHERE ${column} IS NULL`,
  ]
}

/** Booleans go out as text, and a bit as a bit: Liquibase looks for the word anywhere in the type. */
function valueFor(columnDataType: string | null, text: string): SqlValue {
  const type = columnDataType === null ? null : parseDataType(columnDataType)
  if (type?.kind !== 'boolean') return { kind: 'text', text }
  const literal = literalOfType(type, { kind: 'text', text })
  if (!columnDataType?.toLowerCase().includes('bit')) return { kind: 'text', text: literal }
  return { kind: 'function', text: literal === 'TRUE' ? "B'1'" : "B'0'" }
}
