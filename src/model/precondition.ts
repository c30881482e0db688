import type { Place } from './place.ts'

export type OnFail = 'HALT' | 'CONTINUE' | 'MARK_RAN' | 'WARN'

/** What must hold on the target when the package runs. Decided there, unless the files alone decide it. */
export type Precondition =
  | { readonly kind: 'and' | 'or' | 'not'; readonly place: Place; readonly conditions: readonly Precondition[] }
  | { readonly kind: 'sqlCheck'; readonly place: Place; readonly expectedResult: string; readonly sql: string }
  | {
      readonly kind: 'tableExists'
      readonly place: Place
      readonly tableName: string
      readonly schemaName: string | null
    }
  | {
      readonly kind: 'viewExists'
      readonly place: Place
      readonly viewName: string
      readonly schemaName: string | null
    }
  | { readonly kind: 'dbms'; readonly place: Place; readonly type: string }
  | { readonly kind: 'runningAs'; readonly place: Place; readonly username: string }
  | {
      readonly kind: 'changeSetExecuted'
      readonly place: Place
      readonly id: string
      readonly author: string
      readonly path: string
    }
  /** Known when the files were read: properties are the package's, not the target's. */
  | { readonly kind: 'changeLogPropertyDefined'; readonly place: Place; readonly holds: boolean }

/** A `preConditions` element: its conditions are joined by "and". */
export interface PreconditionContainer {
  readonly place: Place
  readonly onFail: OnFail
  readonly onError: OnFail
  readonly onFailMessage: string | null
  readonly onErrorMessage: string | null
  readonly conditions: readonly Precondition[]
}
