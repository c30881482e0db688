import { splitList, trim } from '../kit/trim.ts'
import { admitsPostgres, matchesExpression } from '../model/expression.ts'

/** A property as a changelog defines it. */
export interface PropertyDefinition {
  readonly name: string
  readonly value: string | null
  readonly context: string | null
  readonly labels: string | null
  readonly dbms: string | null
  /** `null` for a global one, else the logical path of the only changelog that sees it. */
  readonly onlyIn: string | null
}

/** What decides which definitions count. */
export interface ParameterFilter {
  readonly contexts: readonly string[]
  readonly labelFilter: string | null
}

/**
 * The properties seen so far. Of several definitions that count, the first global one wins; without one, the last that
 * is local to the changelog. Names ignore case. Rule: Liquibase, ChangeLogParameters.
 */
export class Parameters {
  readonly #global = new Map<string, string | null>()
  readonly #local = new Map<string, Map<string, string | null>>()
  readonly #filter: ParameterFilter

  constructor(filter: ParameterFilter, given: Iterable<readonly [name: string, value: string]>) {
    this.#filter = filter
    for (const [name, value] of given) this.#setGlobal(name, value)
  }

  define(property: PropertyDefinition): void {
    if (!this.#counts(property)) return
    if (property.onlyIn === null) {
      this.#setGlobal(property.name, property.value)
      return
    }
    const local = this.#local.get(property.onlyIn) ?? new Map<string, string | null>()
    this.#local.set(property.onlyIn, local.set(property.name.toLowerCase(), property.value))
  }

  /** The value for text in the changelog of that logical path; `null` where none is defined. */
  find(name: string, changelog: string): string | null {
    const key = name.toLowerCase()
    if (this.#global.has(key)) return this.#global.get(key) ?? null
    return this.#local.get(changelog)?.get(key) ?? null
  }

  /** Every value that text in the changelog of that logical path can name. */
  visibleIn(changelog: string): readonly (readonly [name: string, value: string])[] {
    const values = new Map([...(this.#local.get(changelog) ?? []), ...this.#global])
    return [...values].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  }

  #setGlobal(name: string, value: string | null): void {
    const key = name.toLowerCase()
    if (!this.#global.has(key)) this.#global.set(key, value)
  }

  #counts(property: PropertyDefinition): boolean {
    const contexts = alternatives(property.context)
    if (contexts.length > 0 && !contexts.some((part) => matchesExpression(part, this.#filter.contexts))) return false
    const labels = alternatives(property.labels)
    const wanted = alternatives(this.#filter.labelFilter)
    if (wanted.length > 0 && !wanted.some((part) => matchesExpression(part, labels))) return false
    return property.dbms === null || property.dbms === '' || admitsPostgres(splitList(property.dbms))
  }
}

function alternatives(expression: string | null): string[] {
  const text = trim(expression ?? '')
  return text === '' ? [] : splitList(text.toLowerCase())
}
