import { type Complaint, throwIfAny } from '../errors/dvm-error.ts'

const LOOSENED_ELSEWHERE = [
  ['older-server', 'servers older than the source are taken'],
  ['unguarded-statement', 'statements outside a transaction run even where they cannot be repeated'],
] as const

/** Gathers what does not match; `--allow RULE` turns a refusal into a note that stands in the package. */
export class Allowances {
  readonly #allow: ReadonlySet<string>
  readonly #complaints: Complaint[] = []
  readonly #notes: string[] = []
  readonly #used = new Set<string>()

  constructor(allow: readonly string[]) {
    this.#allow = new Set(allow)
  }

  check(rule: string, refusal: Complaint, note: string): void {
    if (!this.#allow.has(rule)) {
      this.#complaints.push(refusal)
      return
    }
    this.#used.add(rule)
    this.#notes.push(`--allow ${rule}: ${note}`)
  }

  /** For a rule that loosens the package itself: marks it where it is given, and tells whether. */
  loosens(rule: string, note: string): boolean {
    if (!this.#allow.has(rule)) return false
    this.#used.add(rule)
    this.#notes.push(`--allow ${rule}: ${note}`)
    return true
  }

  /** What was refused so far, for whoever tells it with complaints of their own. */
  get refusals(): readonly Complaint[] {
    return this.#complaints
  }

  settle(): void {
    throwIfAny(this.#complaints)
  }

  /** Rules that other stations loosen leave their mark here as well. */
  result(): { notes: readonly string[]; allowed: readonly string[] } {
    for (const [rule, note] of LOOSENED_ELSEWHERE) {
      if (!this.#allow.has(rule)) continue
      this.#used.add(rule)
      this.#notes.push(`--allow ${rule}: ${note}`)
    }
    return { notes: this.#notes, allowed: [...this.#used] }
  }
}
