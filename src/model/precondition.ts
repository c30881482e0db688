import type { Place } from './place.ts'

export type OnFail = 'HALT' | 'CONTINUE' | 'MARK_RAN' | 'WARN'

/** What `update-sql` of Liquibase does with conditions. A package decides them on its target, whatever is written. */
export type OnSqlOutput = 'IGNORE' | 'TEST' | 'FAIL'

/**
 * What must hold on the target when the package runs. Decided there, unless the files alone decide it. A field that is not
 * written is `null`: where XML demands it, YAML and JSON may leave it out, and Liquibase has an answer to that as well.
 */
export type Precondition =
  | { readonly kind: 'and' | 'or' | 'not'; readonly place: Place; readonly conditions: readonly Precondition[] }
  /** A container among the conditions: only YAML and JSON can write that. */
  | { readonly kind: 'preConditions'; readonly place: Place; readonly container: PreconditionContainer }
  | { readonly kind: 'sqlCheck'; readonly place: Place; readonly expectedResult: string; readonly sql: string }
  | LookUp<'tableExists', 'tableName'>
  | LookUp<'viewExists', 'viewName'>
  | LookUp<'sequenceExists', 'sequenceName'>
  | LookUp<'columnExists', 'catalogName' | 'tableName' | 'columnName'>
  | LookUp<'indexExists', 'indexName' | 'tableName' | 'columnNames'>
  | LookUp<'primaryKeyExists', 'primaryKeyName' | 'tableName'>
  | LookUp<'foreignKeyConstraintExists', 'foreignKeyName' | 'foreignKeyTableName'>
  | LookUp<'uniqueConstraintExists', 'catalogName' | 'constraintName' | 'tableName' | 'columnNames'>
  | LookUp<'tableIsEmpty', 'tableName'>
  | (LookUp<'rowCount', 'tableName'> & { readonly expectedRows: string | null })
  | Fields<'dbms', 'type'>
  | Fields<'runningAs', 'username'>
  | Fields<'changeSetExecuted', 'id' | 'author' | 'path'>
  /** Java, which nobody runs here. */
  | Fields<'customPrecondition', 'className'>
  /** Known when the files were read: properties are the package's, not the target's. */
  | { readonly kind: 'changeLogPropertyDefined'; readonly place: Place; readonly holds: boolean }
  /** Compared with what the root changelog says, so it is known as well. */
  | { readonly kind: 'expectedQuotingStrategy'; readonly place: Place; readonly holds: boolean }

type Fields<Kind extends string, Names extends string> = {
  readonly kind: Kind
  readonly place: Place
} & { readonly [Name in Names]: string | null }

type LookUp<Kind extends string, Names extends string> = Fields<Kind, Names | 'schemaName'>

/** A `preConditions` element: its conditions are joined by "and". */
export interface PreconditionContainer {
  readonly place: Place
  readonly onFail: OnFail
  readonly onError: OnFail
  readonly onFailMessage: string | null
  readonly onErrorMessage: string | null
  readonly onSqlOutput: OnSqlOutput
  readonly conditions: readonly Precondition[]
}
