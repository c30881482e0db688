import { TextWindow } from './text-window.ts'

/** What PostgreSQL would call a statement: text up to a `;` outside quotes, parentheses and `BEGIN ATOMIC … END`. */
export interface ScannedStatement {
  /** Without the `;`, without blanks around it. Comments stay. */
  readonly text: string
  /** Line of its first character, from 0, in the text that was scanned. */
  readonly line: number
  /** Its column, from 1. */
  readonly column: number
  /** The first words outside comments, upper case, at most 12; symbols count as words. */
  readonly words: readonly string[]
  /** A quote, comment or dollar quote that the text ends in. */
  readonly unterminated: Unterminated | null
}

export interface Unterminated {
  readonly what: 'string' | 'quoted identifier' | 'dollar quote' | 'comment'
  /** Line of its opening, from 0, and column from 1. */
  readonly line: number
  readonly column: number
}

/**
 * Splits SQL exactly as PostgreSQL's lexer reads it (src/backend/parser/scan.l and psql's psqlscan.l): nested comments,
 * escape strings, dollar quotes with tags, Unicode identifiers. Statements without anything but comments are left out.
 */
export function* scanStatements(pieces: Iterable<string>): Generator<ScannedStatement> {
  const window = new TextWindow(pieces)
  const scanner = new Scanner(window)
  for (;;) {
    const statement = scanner.next()
    if (statement === null) return
    if (statement.words.length > 0 || statement.unterminated !== null) yield statement
  }
}

const MAX_WORDS = 12

class Scanner {
  readonly #window: TextWindow
  #pos = 0

  constructor(window: TextWindow) {
    this.#window = window
  }

  next(): ScannedStatement | null {
    for (;;) {
      this.#pos = skipBlanks(this.#window.text, this.#pos)
      if (this.#pos < this.#window.text.length) break
      if (!this.#window.more(this.#pos)) return null
      this.#pos = 0
    }
    for (;;) {
      const found = scanOne(this.#window.text, this.#pos)
      // A statement that touches the window's end may go on: look again with more to see.
      if (found.end < this.#window.text.length || this.#window.complete) return this.#take(found)
      this.#window.more(this.#pos)
      this.#pos = 0
    }
  }

  #take(found: Scanned): ScannedStatement {
    const { text } = this.#window
    const start = this.#pos
    const line = this.#window.lineAt(start)
    const column = this.#window.columnAt(start)
    const body = text.slice(start, found.end).trimEnd()
    let unterminated: Unterminated | null = null
    if (found.open !== null) {
      const at = found.open.at
      const openLine = this.#window.lineAt(at)
      unterminated = { what: found.open.what, line: openLine, column: this.#window.columnAt(at) }
    }
    this.#pos = found.end + 1
    return { text: body, line, column, words: found.words, unterminated }
  }
}

interface Scanned {
  /** Position of the `;`, or of the end of the text. */
  readonly end: number
  readonly words: readonly string[]
  readonly open: { readonly what: Unterminated['what']; readonly at: number } | null
}

function scanOne(text: string, start: number): Scanned {
  const words: string[] = []
  const blocks = new AtomicBlocks()
  let parens = 0
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 59 && parens <= 0 && !blocks.open) return { end: at, words, open: null }
    const quoted = quotedEnd(text, at, code)
    if (quoted !== null) {
      if (quoted.end === -1) return { end: text.length, words, open: { what: quoted.what, at } }
      if (quoted.what !== 'comment' && words.length < MAX_WORDS) words.push(text.slice(at, quoted.end))
      at = quoted.end
    } else if (isWordStart(code)) {
      const end = wordEnd(text, at)
      at = takeWord(text, at, end, words, blocks)
    } else {
      if (code === 40) parens++
      else if (code === 41) parens--
      if (code > 32 && words.length < MAX_WORDS) words.push(text.charAt(at))
      at++
    }
  }
  return { end: text.length, words, open: null }
}

/** Returns where to go on: for `E'…'` that is the quote, read with backslash escapes by the caller's next turn. */
function takeWord(text: string, at: number, end: number, words: string[], blocks: AtomicBlocks): number {
  const room = words.length < MAX_WORDS
  if (room || blocks.counting) {
    const word = text.slice(at, end).toUpperCase()
    if (room) words.push(word)
    blocks.word(word, words)
  }
  return end - at === 1 ? wordEndWithString(text, at) : end
}

/** The end of a word, or of the string that an `E` begins. */
function wordEndWithString(text: string, at: number): number {
  const end = wordEnd(text, at)
  if (end - at !== 1 || text.charCodeAt(end) !== 39 || (text.charCodeAt(at) | 32) !== 101) return end
  const close = escapeStringEnd(text, end)
  // Not closed: leave the quote for the caller, who reports it.
  return close === -1 ? end : close
}

/** `BEGIN ATOMIC` bodies of SQL-standard functions hold semicolons; psql counts BEGIN, CASE and END the same way. */
class AtomicBlocks {
  #depth = 0
  #isRoutine: boolean | null = null
  #previous = ''

  get open(): boolean {
    return this.#depth > 0
  }

  get counting(): boolean {
    return this.#isRoutine !== false
  }

  word(word: string, words: readonly string[]): void {
    if (this.#isRoutine === null && words.length <= 4) this.#isRoutine = isRoutineSoFar(words)
    if (this.#isRoutine !== true) return
    if (word === 'ATOMIC' && this.#previous === 'BEGIN') this.#depth++
    else if (this.#depth > 0 && (word === 'BEGIN' || word === 'CASE')) this.#depth++
    else if (this.#depth > 0 && word === 'END') this.#depth--
    this.#previous = word
  }
}

function isRoutineSoFar(words: readonly string[]): boolean | null {
  if (words[0] !== 'CREATE') return false
  const rest = words[1] === 'OR' && words[2] === 'REPLACE' ? words.slice(3) : words.slice(1)
  const next = rest[0]
  if (next === undefined || next === 'OR') return words.length >= 4 ? false : null
  return next === 'FUNCTION' || next === 'PROCEDURE'
}

interface Quoted {
  readonly what: Unterminated['what']
  /** Position after the closing, or -1 where there is none. */
  readonly end: number
}

/** The quote or comment that opens at `at`, or null where none does. */
export function quotedEnd(text: string, at: number, code: number): Quoted | null {
  if (code === 39) return { what: 'string', end: doubledEnd(text, at, "'") }
  if (code === 34) return { what: 'quoted identifier', end: doubledEnd(text, at, '"') }
  if (code === 45 && text.charCodeAt(at + 1) === 45) return { what: 'comment', end: lineEnd(text, at) }
  if (code === 47 && text.charCodeAt(at + 1) === 42) return { what: 'comment', end: nestedCommentEnd(text, at) }
  if (code === 36) return dollarQuoteEnd(text, at)
  return null
}

/** Where the word, quote or comment ends that begins at `at`, one that is never closed with the text; null where none does. */
export function tokenEnd(text: string, at: number, code: number): number | null {
  if (isWordStart(code)) return wordEndWithString(text, at)
  const quoted = quotedEnd(text, at, code)
  if (quoted === null) return null
  return quoted.end === -1 ? text.length : quoted.end
}

function doubledEnd(text: string, open: number, quote: string): number {
  let at = open + 1
  for (;;) {
    const close = text.indexOf(quote, at)
    if (close === -1) return -1
    if (text.charAt(close + 1) !== quote) return close + 1
    at = close + 2
  }
}

function escapeStringEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === 39) {
      if (text.charCodeAt(at + 1) !== 39) return at + 1
      at++
    }
  }
  return -1
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

function nestedCommentEnd(text: string, open: number): number {
  let depth = 1
  for (let at = open + 2; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 42 && text.charCodeAt(at + 1) === 47) {
      depth--
      at++
      if (depth === 0) return at + 1
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      depth++
      at++
    }
  }
  return -1
}

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y

function dollarQuoteEnd(text: string, at: number): Quoted | null {
  DOLLAR_TAG.lastIndex = at
  const tag = DOLLAR_TAG.exec(text)?.[0]
  if (tag === undefined) return null
  const close = text.indexOf(tag, at + tag.length)
  return { what: 'dollar quote', end: close === -1 ? -1 : close + tag.length }
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128
}

function wordEnd(text: string, start: number): number {
  let at = start + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!isWordStart(code) && !(code >= 48 && code <= 57) && code !== 36) break
  }
  return at
}

function skipBlanks(text: string, pos: number): number {
  let at = pos
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return at
}
