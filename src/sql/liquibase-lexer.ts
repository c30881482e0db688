/** Kinds of token Liquibase's splitter tells apart. */
export const BLANK = 1
export const COMMENT = 2
export const PIECE = 3

/**
 * The tokens of Liquibase's SimpleSqlGrammar (4.28), the grammar by which it splits and strips SQL. It is not
 * PostgreSQL's: dollar quotes are words, `\'` may or may not end a string, `[…]` on one line is a quoted name. Whoever
 * wants the target's catalog to equal the source's must cut and strip where this grammar does.
 *
 * The longest match wins. `hitEnd` says that more text could have changed the answer.
 */
export class LiquibaseLexer {
  kind = PIECE
  end = 0
  hitEnd = false
  #backslash = { text: '', from: 0, at: -1 }
  /** Where a search that found nothing has been: the same one is not made again for each opening before it. */
  #searched = { text: '', close: 0, from: 0, to: 0 }

  /** Reads the token at `pos`, which must be inside `text`; sets `kind`, `end` and `hitEnd`. */
  read(text: string, pos: number): void {
    this.hitEnd = false
    this.kind = PIECE
    const code = text.charCodeAt(pos)
    if (isBlank(code)) this.#blank(text, pos)
    else if (code === 45 && text.charCodeAt(pos + 1) === 45) this.#lineComment(text, pos)
    else if (code === 47 && text.charCodeAt(pos + 1) === 42) this.#blockComment(text, pos)
    else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(pos + 1)))) this.#number(text, pos)
    else if (isWordStart(code)) this.#word(text, pos, code)
    else if (code === 39) this.end = this.#literal(text, pos, 39) ?? pos + 1
    else if (code === 34) this.#doubleQuoted(text, pos)
    else if (code === 91 || code === 96) this.#bracketed(text, pos)
    else this.end = pos + 1
    if (this.end >= text.length) this.hitEnd = true
  }

  #blank(text: string, pos: number): void {
    let end = pos + 1
    while (end < text.length && isBlank(text.charCodeAt(end))) end++
    this.kind = BLANK
    this.end = end
  }

  #lineComment(text: string, pos: number): void {
    let end = pos + 2
    while (end < text.length) {
      const code = text.charCodeAt(end)
      if (code === 10 || code === 13) break
      end++
    }
    this.kind = COMMENT
    this.end = end
  }

  #blockComment(text: string, pos: number): void {
    const close = this.#knownMissing(text, pos, 0) ? -1 : text.indexOf('*/', pos + 2)
    if (close === -1) {
      this.#searched = { text, close: 0, from: pos, to: text.length }
      // Not closed: Liquibase then sees the symbols "/" and "*".
      this.end = pos + 1
      this.hitEnd = true
      return
    }
    this.kind = COMMENT
    this.end = close + 2
  }

  #number(text: string, pos: number): void {
    let end = skipDigits(text, pos)
    if (text.charCodeAt(end) === 46) end = skipDigits(text, end + 1)
    const code = text.charCodeAt(end)
    if (code === 69 || code === 101) {
      const sign = text.charCodeAt(end + 1)
      const digits = sign === 43 || sign === 45 ? end + 2 : end + 1
      if (isDigit(text.charCodeAt(digits))) end = skipDigits(text, digits)
      else if (digits >= text.length) this.hitEnd = true
    }
    this.end = end
  }

  #word(text: string, pos: number, first: number): void {
    const end = wordEnd(text, pos)
    const quote = text.charCodeAt(end)
    if ((quote === 39 || quote === 34) && isLiteralPrefix(text, pos, end, first)) {
      const closed = this.#literal(text, end, quote)
      if (closed !== null) {
        this.end = closed
        return
      }
    }
    this.end = this.#dotted(text, end)
  }

  #doubleQuoted(text: string, pos: number): void {
    const asLiteral = this.#literal(text, pos, 34)
    const name = quotedNameEnd(text, pos, 34, 34)
    const asName = name === null ? null : this.#dotted(text, name)
    this.end = Math.max(asLiteral ?? 0, asName ?? 0, pos + 1)
  }

  #bracketed(text: string, pos: number): void {
    const open = text.charCodeAt(pos)
    const close = open === 91 ? 93 : 96
    // A bracket before a line end closes on the next line, of which nothing is known.
    const next = text.charCodeAt(pos + 1)
    const known = next !== 10 && next !== 13 && this.#knownMissing(text, pos, close)
    const name = known ? null : quotedNameEnd(text, pos, open, close)
    if (name === null) this.#rememberLine(text, pos, close)
    if (name === null && text.indexOf('\n', pos + 2) === -1) this.hitEnd = true
    this.end = name === null ? pos + 1 : this.#dotted(text, name)
  }

  /** The next backslash, found once for all strings before it. */
  #backslashFrom(text: string, at: number): number {
    const known = this.#backslash
    if (known.text !== text || at < known.from || (known.at !== -1 && known.at < at)) {
      this.#backslash = { text, from: at, at: text.indexOf('\\', at) }
    }
    return this.#backslash.at
  }

  #knownMissing(text: string, pos: number, close: number): boolean {
    const known = this.#searched
    return known.close === close && pos > known.from && pos < known.to && known.text === text
  }

  /** No closing on the rest of this line. */
  #rememberLine(text: string, pos: number, close: number): void {
    if (this.#knownMissing(text, pos, close)) return
    const end = text.indexOf('\n', pos + 2)
    const to = end === -1 ? text.length : end
    if (text.lastIndexOf(String.fromCharCode(close), to) <= pos) this.#searched = { text, close, from: pos, to }
  }

  /** Follows `.name` parts after a name that ends at `end`; blanks and line ends may stand around the dot. */
  #dotted(text: string, end: number): number {
    let last = end
    for (;;) {
      let at = skipDotBlanks(text, last)
      if (at >= text.length) this.hitEnd = true
      if (text.charCodeAt(at) !== 46) return last
      at = skipDotBlanks(text, at + 1)
      if (at >= text.length) this.hitEnd = true
      const code = text.charCodeAt(at)
      const next = isWordStart(code) ? wordEnd(text, at) : anyQuotedNameEnd(text, at, code)
      if (next === null) return last
      last = next
    }
  }

  /**
   * End of a string that opens at `pos`, or null where none closes. Both `''` and `\x` continue it; when nothing
   * closes it further on, the last place where it could have ended counts.
   */
  #literal(text: string, pos: number, quote: number): number | null {
    const mark = quote === 39 ? "'" : '"'
    let fallback: number | null = null
    let at = pos + 1
    for (;;) {
      const close = text.indexOf(mark, at)
      const slash = this.#backslashFrom(text, at)
      if (slash !== -1 && (close === -1 || slash < close)) {
        if (text.charCodeAt(slash + 1) === quote) fallback = slash + 2
        at = slash + 2
      } else if (close === -1) break
      else {
        if (text.charCodeAt(close + 1) !== quote) return close + 1
        fallback = close + 1
        at = close + 2
      }
    }
    this.hitEnd = true
    return fallback
  }
}

function isLiteralPrefix(text: string, pos: number, end: number, first: number): boolean {
  const length = end - pos
  if (length === 1) return 'uenrbUENRB'.includes(String.fromCharCode(first))
  if (length === 2) return text.slice(pos, end).toLowerCase() === 'rb'
  return length === 5 && text.slice(pos, end).toLowerCase() === '_utf8'
}

function anyQuotedNameEnd(text: string, pos: number, open: number): number | null {
  if (open === 34 || open === 96) return quotedNameEnd(text, pos, open, open)
  return open === 91 ? quotedNameEnd(text, pos, 91, 93) : null
}

/** `"name"`, `` `name` `` or `[name]` on one line; after `[` no digit may follow, but a line end may. */
function quotedNameEnd(text: string, pos: number, open: number, close: number): number | null {
  if (open === 91 && isDigit(text.charCodeAt(pos + 1))) return null
  for (let at = pos + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === close) return at === pos + 1 ? null : at + 1
    if ((code === 10 || code === 13) && !(open === 91 && at === pos + 1)) return null
  }
  return null
}

function skipDigits(text: string, pos: number): number {
  let at = pos
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

function skipDotBlanks(text: string, pos: number): number {
  let at = pos
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 10 && code !== 13) return at
    at++
  }
}

function wordEnd(text: string, pos: number): number {
  let at = pos + 1
  while (at < text.length && isWordPart(text.charCodeAt(at))) at++
  return at
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isWordStart(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36
  return isForeignLetter(code)
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 35 || code === 64
}

const BLANKS = new Set([
  0x09, 0x0a, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x180e, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007,
  0x2008, 0x2009, 0x200a, 0x200b, 0x200c, 0x200d, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff,
])

function isBlank(code: number): boolean {
  return code < 128 ? code === 32 || code === 10 || code === 9 || code === 13 : BLANKS.has(code)
}

/** Letters beyond ASCII. The grammar lists ranges; Unicode's letter class differs from them only in rare scripts. */
function isForeignLetter(code: number): boolean {
  if (code < 0xc0 || (code >= 0xd800 && code <= 0xdfff) || BLANKS.has(code)) return false
  if (code >= 0x3000 && code <= 0x303f) return true
  if (code >= 0xff00 && code <= 0xffef) return true
  return FOREIGN_LETTER.test(String.fromCharCode(code)) || code === 0xf7
}

const FOREIGN_LETTER = /\p{L}/u
