import { formatPlace, type Place } from '../model/place.ts'
import { type CatalogEntry, type Code, catalog, type Facts } from './catalog.ts'

/** One thing that is wrong: its code, the sentence, the place and the next step. */
export interface Complaint {
  readonly code: Code
  readonly message: string
  readonly place: Place | null
  readonly hint: string
  /** Further lines that help: a caret under the line, PostgreSQL's DETAIL. */
  readonly detail: string | null
}

/** Makes a complaint; the facts the sentence needs are demanded by the code's type. */
export function complaint<C extends Code>(
  code: C,
  facts: Facts<C>,
  place: Place | null = null,
  detail: string | null = null,
): Complaint {
  const found = catalog[code] as unknown as CatalogEntry<Facts<C>>
  return { code, message: found.says(facts), place, hint: found.hint, detail }
}

/** What was worth telling before a run failed: often the cause of what it failed of, as a misspelt key is. */
type Told = Pick<Complaint, 'message' | 'place'> & { readonly code: string }

/** The one error class. It carries every complaint of a run, the first of which decides status and exit code. */
export class DvmError extends Error {
  readonly complaints: readonly [Complaint, ...Complaint[]]
  readonly warnings: readonly Told[]

  constructor(
    complaints: readonly [Complaint, ...Complaint[]],
    options?: { cause?: unknown; warnings?: readonly Told[] },
  ) {
    super(complaints.map(formatComplaint).join('\n'), options)
    this.name = 'DvmError'
    this.complaints = complaints
    this.warnings = options?.warnings ?? []
  }

  get code(): Code {
    return this.complaints[0].code
  }
  get status(): number {
    return catalog[this.code].status
  }
  get exitCode(): 1 | 2 | 3 {
    return catalog[this.code].exit
  }
}

/** An error with a single complaint. */
export function fail<C extends Code>(
  code: C,
  facts: Facts<C>,
  place: Place | null = null,
  options?: { cause?: unknown; detail?: string },
): DvmError {
  return new DvmError([complaint(code, facts, place, options?.detail ?? null)], options)
}

/** Throws all complaints at once, if there are any, and the warnings with them. */
export function throwIfAny(complaints: readonly Complaint[], warnings: readonly Told[] = []): void {
  const [first, ...rest] = complaints
  if (first) throw new DvmError([first, ...rest], { warnings })
}

/** `place: message [CODE]`, the line a person reads; the hint is printed apart. */
export function formatComplaint(item: Complaint): string {
  const where = item.place === null ? '' : `${formatPlace(item.place)}: `
  return `${where}${item.message} [${item.code}]`
}
