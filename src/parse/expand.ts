import { trim } from '../kit/trim.ts'

/** Past this an expansion is taken for a bomb: properties that double each other grow without end. */
const MAX_EXPANDED = 64 << 20
const MAX_DEPTH = 200

/** What expansion asks of the world around it. */
export interface ExpansionScope {
  find(name: string): string | null
  /** Whether `${:name}` is how `${name}` is written (supportPropertyEscaping). */
  readonly escaping?: boolean
  /** Whether nothing stands in the place of what has no definition (missingPropertyMode). */
  readonly emptyMissing?: boolean
  /** A name without a definition; `offset` is where its `${` stands in the text that was given. */
  undefined(name: string, offset: number): void
  /** A property whose value leads back to itself; the chain ends with the name it began with. */
  recursive(chain: readonly string[], offset: number): void
  /** The text grew past all measure. */
  tooLarge(offset: number): void
}

/**
 * Replaces `${name}`, also nested in names and in values. What has no definition stays as written, as does `${:name}`
 * and an expression that is never closed, unless the scope says otherwise. Rule: Liquibase, ExpressionExpander.
 */
export function expand(text: string, scope: ExpansionScope): string {
  return text.includes('${') ? new Expansion(scope).text(text) : text
}

class Expansion {
  readonly #scope: ExpansionScope
  readonly #names: string[] = []
  /** Offset in the text given, also while a value is being expanded. */
  #origin = 0
  #written = 0
  #full = false

  constructor(scope: ExpansionScope) {
    this.#scope = scope
  }

  text(text: string): string {
    return this.#read(text, 0, 0).expanded
  }

  #read(text: string, from: number, depth: number): { expanded: string; end: number; closed: boolean } {
    const parts: string[] = []
    let close = depth > 0 ? text.indexOf('}', from) : -1
    for (let at = from; ; ) {
      const open = text.indexOf('${', at)
      if (close !== -1 && close < at) close = text.indexOf('}', at)
      if (close !== -1 && (open === -1 || close < open)) {
        parts.push(text.slice(at, close))
        return { expanded: parts.join(''), end: close + 1, closed: true }
      }
      if (open === -1) {
        parts.push(text.slice(at))
        return { expanded: parts.join(''), end: text.length, closed: false }
      }
      parts.push(text.slice(at, open))
      at = this.#expression(text, open, depth, parts)
    }
  }

  /** Reads the expression that opens at `open`, adds what stands for it, and answers where it ends. */
  #expression(text: string, open: number, depth: number, parts: string[]): number {
    if (this.#names.length === 0 && depth === 0) this.#origin = open
    if (depth === MAX_DEPTH) {
      parts.push('${')
      return open + 2
    }
    const inner = this.#read(text, open + 2, depth + 1)
    parts.push(this.#value(inner.closed ? inner.expanded : `\${${inner.expanded}`))
    return inner.end
  }

  #value(expression: string): string {
    // One that was never closed, or holds one that stays as written: Liquibase keeps neither name nor braces around it.
    if (expression.startsWith('${')) return expression
    if (this.#scope.escaping === true && expression.startsWith(':')) return `\${${trim(expression.slice(1))}}`
    const name = trim(expression)
    const value = this.#scope.find(name)
    if (value === null) {
      this.#scope.undefined(name, this.#origin)
      return this.#scope.emptyMissing === true ? '' : `\${${expression}}`
    }
    return this.#expandValue(name, value)
  }

  #expandValue(name: string, value: string): string {
    const key = name.toLowerCase()
    if (this.#names.includes(key)) {
      this.#scope.recursive([...this.#names.slice(this.#names.indexOf(key)), key], this.#origin)
      return `\${${name}}`
    }
    if (this.#written > MAX_EXPANDED) {
      if (!this.#full) this.#scope.tooLarge(this.#origin)
      this.#full = true
      return ''
    }
    this.#names.push(key)
    const expanded = value.includes('${') ? this.#read(value, 0, 0).expanded : value
    this.#names.pop()
    // The constant makes empty values that double each other end as well.
    this.#written += expanded.length + 16
    return expanded
  }
}
