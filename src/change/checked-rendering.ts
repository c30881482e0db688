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
 * what else its validation does not let through. A change that has been complained of has no statements. What was rendered
 * then is not rendered again where it is the same everywhere else: in no schema, with names quoted as ever.
 */
export function checkedRendering<V extends object, S extends Statement = string>(
  write: (values: V, context: SqlContext) => readonly S[],
  refuse: (values: V, complain: (detail: string) => void) => void = () => undefined,
): CheckedRendering<V, S> {
  const kept = new WeakMap<V, readonly S[]>()
  return {
    check(values, complain) {
      refuse(values, complain)
      const statements = attempt(() => write(values, anywhere), complain)
      // What has holes is bound to the context it is rendered for.
      if (statements?.every((one) => typeof one === 'string')) kept.set(values, statements)
    },
    toSql(values, context) {
      const isAnywhere = context.defaultSchema === null && (context.quotingStrategy ?? 'LEGACY') === 'LEGACY'
      const statements = isAnywhere ? kept.get(values) : undefined
      const silent = () => undefined
      return statements ?? attempt(() => write(values, context), silent) ?? []
    },
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
