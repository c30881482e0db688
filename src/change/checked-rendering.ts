import type { SqlContext } from './change-type.ts'
import { CannotRender } from './data-type/cannot-render.ts'
import type { Statement } from './structured.ts'

/** How a change type renders, where some values have no SQL. */
export interface CheckedRendering<V, S extends Statement> {
  /** Says why there is no SQL. */
  check(values: V, complain: (detail: string) => void): void
  toSql(values: V, context: SqlContext): readonly S[]
}

/**
 * Renders once when a change is read, so that what Liquibase cannot render is complained of with its place; `refuse` says
 * what else its validation does not let through. A change that has been complained of has no statements.
 */
export function checkedRendering<V, S extends Statement = string>(
  write: (values: V, context: SqlContext) => readonly S[],
  refuse: (values: V, complain: (detail: string) => void) => void = () => undefined,
): CheckedRendering<V, S> {
  return {
    check(values, complain) {
      refuse(values, complain)
      attempt(() => write(values, anywhere), complain)
    },
    toSql: (values, context) =>
      attempt(
        () => write(values, context),
        () => undefined,
      ) ?? [],
  }
}

const anywhere: SqlContext = { defaultSchema: null, readBody: () => [] }

function attempt<S>(write: () => readonly S[], complain: (detail: string) => void): readonly S[] | null {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof CannotRender)) throw error
    complain(error.message)
    return null
  }
}
