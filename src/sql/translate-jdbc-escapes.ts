import { translateFunction, UntranslatableEscape } from './jdbc-functions.ts'
import { tokenEnd } from './scan-statements.ts'

/** How an escape begins, and what stands for its braces; what is in the braces of a function is read on its own. */
const ESCAPE = /\{(?:(ts?|d|escape) *(?=')|(fn) *(?=["\p{L}])|oj *(?=["(\p{L}]))/iuy
const ANY_ESCAPE = new RegExp(ESCAPE.source, 'iu')
/** Deeper than anyone writes them, shallow enough for reading by recursion; the driver recurses as well. */
const MAX_DEPTH = 200
const KEYWORDS: Readonly<Record<string, string>> = { d: 'DATE ', t: 'TIME ', ts: 'TIMESTAMP ', escape: 'ESCAPE ' }

/**
 * SQL with the escapes of JDBC (`{d '…'}`, `{ts '…'}`, `{fn …}`, `{oj …}`, …) written for PostgreSQL, as the driver does it
 * that Liquibase sends statements through (pgjdbc, Parser.replaceProcessing), its odd behaviour included. `refuse` takes what
 * the driver would fail with; the text stays as it is then.
 */
export function translateJdbcEscapes(text: string, refuse: (detail: string) => void): string {
  if (!ANY_ESCAPE.test(text)) return text
  try {
    return new Translator(text).whole()
  } catch (error) {
    if (!(error instanceof UntranslatableEscape)) throw error
    refuse(error.message)
    return text
  }
}

/** Where reading stopped, and what it made of the text up to there. */
interface Read {
  readonly end: number
  readonly text: string
}

class Translator {
  readonly #text: string
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): string {
    const parts: string[] = []
    for (let at = 0; at < this.#text.length; ) {
      const { end, text } = this.#read(at, false)
      // A parenthesis that was never opened does not end the text.
      parts.push(text, this.#text.charAt(end))
      at = end + 1
    }
    return parts.join('')
  }

  /** Reads up to a parenthesis that closes what is around, as an argument also up to a comma. */
  #read(start: number, asArgument: boolean): Read {
    const text = this.#text
    const parts: string[] = []
    let depth = 0
    let from = start
    let at = start
    while (at < text.length) {
      const code = text.charCodeAt(at)
      const end = tokenEnd(text, at, code)
      if (end !== null) {
        at = end
        continue
      }
      if (code === PARENTHESIS) depth++
      else if (code === CLOSING && --depth < 0) break
      else if (code === COMMA && asArgument && depth === 0) break
      const found = code === BRACE ? this.#escape(at) : null
      if (found !== null) {
        parts.push(text.slice(from, at), found.text)
        from = found.end
      }
      at = found?.end ?? at + 1
    }
    parts.push(text.slice(from, at))
    return { end: at, text: parts.join('') }
  }

  #escape(at: number): Read | null {
    ESCAPE.lastIndex = at
    const found = ESCAPE.exec(this.#text)
    if (found === null) return null
    const inside = at + found[0].length
    if (found[2] !== undefined) return this.#function(inside)
    const { end, text } = this.#upToBrace(inside)
    return { end, text: `${KEYWORDS[found[1]?.toLowerCase() ?? ''] ?? ''}${text}` }
  }

  /** The driver looks for the parenthesis anywhere behind; where there is none, a letter is lost to it. */
  #function(start: number): Read {
    const open = this.#text.indexOf('(', start)
    if (open === -1) return this.#upToBrace(start + 1)
    if (++this.#depth > MAX_DEPTH) throw new UntranslatableEscape(`more than ${MAX_DEPTH} of them stand in each other`)
    const args: string[] = []
    let at = open + 1
    for (;;) {
      const { end, text } = this.#read(at, true)
      if (end !== at) args.push(text)
      at = end + 1
      if (this.#text.charAt(end) !== ',') break
    }
    this.#depth--
    const written = translateFunction(this.#text.slice(start, open).trim(), args)
    const rest = this.#upToBrace(at)
    return { end: rest.end, text: written + rest.text }
  }

  /** The next brace ends the escape, wherever it stands. */
  #upToBrace(start: number): Read {
    const found = this.#text.indexOf('}', start)
    const end = found === -1 ? this.#text.length : found
    return { end: end + 1, text: this.#text.slice(start, end) }
  }
}

const [PARENTHESIS, CLOSING, COMMA, BRACE] = [40, 41, 44, 123]
