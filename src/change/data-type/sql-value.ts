import { javaTextOfDate } from './date-value.ts'

/** What a value or a default of a column may be once it is read. */
export type SqlValue = LiteralValue | FunctionValue

export type LiteralValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** As it is written, or as Java prints it where it was made a number. */
  | { readonly kind: 'number'; readonly text: string }
  /** In one of the forms of `date-value.ts`. */
  | { readonly kind: 'date'; readonly date: string }

export type FunctionValue =
  | { readonly kind: 'function'; readonly text: string }
  | {
      readonly kind: 'sequence'
      readonly call: 'nextval' | 'currval'
      readonly schema: string | null
      readonly name: string
    }

/** The value as Java's `toString` gives it. */
export function javaText(value: SqlValue): string {
  switch (value.kind) {
    case 'boolean':
      return String(value.value)
    case 'date':
      return javaTextOfDate(value.date)
    case 'sequence':
      return `${value.schema === null ? '' : `${value.schema}.`}${value.name}`
    default:
      return value.text
  }
}

/** A number without zeros behind its point, where there is nothing else. Rule: LiquibaseDataType.formatNumber. */
export function formatNumber(text: string): string {
  return text.replace(/\.0+$/, '')
}

/** Text as a literal: quotes are doubled and nothing else is done. Rule: escapeStringForDatabase. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
