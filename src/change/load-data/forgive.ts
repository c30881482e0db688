import { type Complaint, DvmError } from '../../errors/dvm-error.ts'
import type { SqlContext } from '../change-type.ts'
import type { Tell } from './load-rows.ts'

/** Where complaints go that nothing forgives. */
export function tellTo(context: SqlContext): Tell {
  return (item) => {
    if (context.complain === undefined) throw new DvmError([item])
    context.complain(item)
  }
}

/**
 * Whether a load is passed over: with failOnError="false" Liquibase loads nothing where a row does not fit, and takes the
 * changeset for done. `look` reads everything and tells what is wrong.
 */
export function isPassedOver(context: SqlContext, look: (quiet: SqlContext, tell: Tell) => void): boolean {
  if (context.failOnError !== false) return false
  const found: { readonly item: Complaint; readonly forgiven: boolean }[] = []
  look({ ...context, warn: () => undefined }, (item, forgiven) => found.push({ item, forgiven }))
  const [first] = found
  if (first === undefined || !first.forgiven) return false
  const message = `${first.item.message}: nothing of the file is loaded, because failOnError is false`
  context.warn?.({ ...first.item, message })
  return true
}
