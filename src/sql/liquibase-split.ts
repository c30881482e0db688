import type { SqlOptions } from '../model/change.ts'
import { BLANK, COMMENT, LiquibaseLexer, PIECE } from './liquibase-lexer.ts'
import { TextWindow } from './text-window.ts'

/** A part of a statement; `last` on the part that ends it. `line` counts from 0, in the text that was split. */
export interface StatementPart {
  readonly text: string
  readonly line: number
  /** From 1; like `line`, of where the statement begins. */
  readonly column: number
  readonly last: boolean
}

/** A statement longer than this is handed on in parts, so that a file that is not split is never held whole. */
const PART_LENGTH = 1 << 20

/**
 * Cuts SQL into the statements Liquibase 4.28 would send (StringUtil.processMultiLineSQL): comments taken out where
 * `stripComments` says so, also inside dollar-quoted bodies; statements ended by the delimiter outside `BEGIN … END`.
 */
export function* splitPieces(pieces: Iterable<string>, options: SqlOptions): Generator<StatementPart> {
  const window = new TextWindow(withoutCarriageReturns(pieces))
  const splitter = new Splitter(options, window)
  const lexer = new LiquibaseLexer()
  let pos = 0
  for (;;) {
    const atEnd = pos >= window.text.length
    if (!atEnd) lexer.read(window.text, pos)
    if (atEnd || splitter.mustSeeMore(lexer, pos)) {
      splitter.keep(pos)
      yield* splitter.takeParts()
      if (!window.more(pos) && atEnd) break
      splitter.restart()
      pos = 0
      continue
    }
    splitter.token(pos, lexer.end, lexer.kind)
    if (splitter.hasParts) yield* splitter.takeParts()
    pos = lexer.end
  }
  splitter.finish()
  yield* splitter.takeParts()
}

/** The statements as whole strings. For text that is known to be small. */
export function splitLikeLiquibase(text: string, options: SqlOptions): string[] {
  const statements: string[] = []
  let open = ''
  for (const part of splitPieces([text], options)) {
    open += part.text
    if (part.last) {
      statements.push(open)
      open = ''
    }
  }
  return statements
}

function* withoutCarriageReturns(pieces: Iterable<string>): Generator<string> {
  for (const piece of pieces) yield piece.includes('\r') ? piece.replaceAll('\r', '') : piece
}

/** Follows the tokens and remembers what the delimiter rules ask about: the piece before, and open BEGIN blocks. */
class Splitter {
  readonly #options: SqlOptions
  readonly #window: TextWindow
  readonly #pattern: RegExp | null
  readonly #lookahead = new LiquibaseLexer()
  #depth = 0
  #previous: string | null = null
  /** Pieces held back because together they may become the delimiter. */
  #merge: { text: string; kind: number }[] = []
  #held = ''
  #from = 0
  #open = false
  #startLine = 0
  #startColumn = 1
  /** What is ready to be handed on. A generator would do as well, but be made anew for every token. */
  #parts: StatementPart[] = []

  constructor(options: SqlOptions, window: TextWindow) {
    this.#options = options
    this.#window = window
    this.#pattern = delimiterPattern(options.endDelimiter)
  }

  /** A token at the window's edge may be longer, and BEGIN and END count only by the piece that follows them. */
  mustSeeMore(lexer: LiquibaseLexer, start: number): boolean {
    if (this.#window.complete) return false
    if (lexer.hitEnd) return true
    if (lexer.kind !== PIECE || !isBlockWord(this.#window.text, start, lexer.end)) return false
    return this.#nextPiece(lexer.end) === undefined
  }

  get hasParts(): boolean {
    return this.#parts.length > 0
  }

  takeParts(): readonly StatementPart[] {
    const parts = this.#parts
    this.#parts = []
    return parts
  }

  token(start: number, end: number, kind: number): void {
    const delimiter = this.#options.endDelimiter
    if (kind === COMMENT && this.#options.stripComments) {
      this.#flushTo(start)
      this.#from = end
    } else if (delimiter === null) this.#piece(start, end, kind)
    else this.#mergedToken(delimiter, start, end, kind)
  }

  #piece(start: number, end: number, kind: number): void {
    const text = this.#window.text
    if (kind === PIECE && isBlockWord(text, start, end)) this.#countBlock(text.slice(start, end), end)
    if (this.#depth === 0 && this.#options.splitStatements && this.#endsStatement(text, start, end)) {
      this.#flushTo(start)
      this.finish()
      this.#from = end
    } else if (!this.#open) {
      const blank = kind === BLANK && isTrimmed(text.slice(start, end))
      this.#from = blank ? end : start
      if (!blank) this.#begin(start)
    }
    // Only the delimiter rules read it, and of it only whether it ends a line.
    this.#previous = kind === BLANK && text.charCodeAt(end - 1) === 10 ? '\n' : ' '
  }

  #begin(at: number): void {
    this.#open = true
    this.#startLine = this.#window.lineAt(at)
    this.#startColumn = this.#window.columnAt(at)
  }

  #endsStatement(text: string, start: number, end: number): boolean {
    const delimiter = this.#options.endDelimiter
    const length = end - start
    const startsLine = this.#previous === null || this.#previous.endsWith('\n')
    if (delimiter === null) {
      if (length > 2) return false
      const code = text.charCodeAt(start)
      if (length === 1) return code === 59 || (code === 47 && startsLine)
      return startsLine && text.slice(start, end).toLowerCase() === 'go'
    }
    if (delimiter === '/' && !startsLine) return false
    const piece = text.slice(start, end)
    if (piece.toLowerCase() === delimiter.toLowerCase()) return true
    return this.#pattern?.test(`${this.#previous ?? 'null'}${piece}`.toLowerCase()) ?? false
  }

  /** Delimiters such as `//` may span tokens; Liquibase glues tokens that together begin like the delimiter. */
  #mergedToken(delimiter: string, start: number, end: number, kind: number): void {
    const piece = this.#window.text.slice(start, end)
    const joined = this.#merge.map((held) => held.text).join('') + piece
    if (this.#merge.length > 0 && joined === delimiter) {
      this.#merge = []
      this.#loosePiece(joined, PIECE, start, end)
    } else if (delimiter.startsWith(joined)) {
      this.#merge.push({ text: piece, kind })
      this.#from = end
    } else {
      const held = this.#merge
      this.#merge = []
      for (const one of held) this.#loosePiece(one.text, one.kind, start, end)
      this.#loosePiece(piece, kind, start, end)
    }
  }

  #loosePiece(text: string, kind: number, at: number, end: number): void {
    if (kind === PIECE && isBlockWord(text, 0, text.length)) this.#countBlock(text, end)
    if (this.#depth === 0 && this.#options.splitStatements && this.#endsStatement(text, 0, text.length)) {
      this.finish()
    } else if (this.#open || kind !== BLANK || !isTrimmed(text)) {
      if (!this.#open) this.#begin(at)
      this.#held += text
      this.#partWhenLong()
    }
    // Pieces are copied, not cut from the window.
    this.#from = end
    this.#previous = text
  }

  #countBlock(piece: string, end: number): void {
    const following = (this.#nextPiece(end) ?? '').toLowerCase()
    if (piece.toLowerCase() === 'begin') {
      if (!NOT_A_BLOCK.has(following)) this.#depth++
    } else if (this.#depth > 0 && !TRANSACTION_WORDS.has(following)) this.#depth--
  }

  /** The next piece that is not blank; null at the end of the text; undefined where the window ends before it. */
  #nextPiece(from: number): string | null | undefined {
    const { text, complete } = this.#window
    let at = from
    while (at < text.length) {
      this.#lookahead.read(text, at)
      const { kind, end, hitEnd } = this.#lookahead
      if (hitEnd && !complete) return undefined
      const passed = kind === BLANK ? isTrimmed(text.slice(at, end)) : kind === COMMENT && this.#options.stripComments
      if (!passed) return text.slice(at, end)
      at = end
    }
    return complete ? null : undefined
  }

  #flushTo(end: number): void {
    if (this.#open && end > this.#from) this.#held += this.#window.text.slice(this.#from, end)
    this.#from = end
  }

  /** Takes over what is visible before the window moves. */
  keep(pos: number): void {
    this.#flushTo(pos)
    this.#partWhenLong()
  }

  restart(): void {
    this.#from = 0
  }

  #partWhenLong(): void {
    if (this.#held.length <= PART_LENGTH) return
    this.#part(this.#held, false)
    this.#held = ''
  }

  finish(): void {
    if (this.#open) this.#part(trimEnd(this.#held), true)
    this.#held = ''
    this.#open = false
  }

  #part(text: string, last: boolean): void {
    this.#parts.push({ text, line: this.#startLine, column: this.#startColumn, last })
  }
}

/** Java's trim, at the end: everything up to the blank. */
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--
  return text.slice(0, end)
}

function isBlockWord(text: string, start: number, end: number): boolean {
  const length = end - start
  if (length !== 5 && length !== 3) return false
  const word = text.slice(start, end).toLowerCase()
  return word === 'begin' || word === 'end'
}

/** Whether Java's trim leaves nothing: it takes characters up to the blank, not the blanks of other scripts. */
function isTrimmed(text: string): boolean {
  return !NOT_TRIMMED.test(text)
}

const NOT_TRIMMED = /[^\u0000-\u0020]/
const NOT_A_BLOCK = new Set(['transaction', 'trans', 'tran', 'dialog', 'conversation', 'distributed'])
const TRANSACTION_WORDS = new Set(['transaction', 'trans', 'tran'])

/** Liquibase takes a delimiter of several characters for a regular expression; one that is none matches nothing. */
function delimiterPattern(delimiter: string | null): RegExp | null {
  if (delimiter === null || delimiter.length < 2) return null
  try {
    // Java's \\s is ASCII only.
    return new RegExp(`^(?:\\s*${delimiter.toLowerCase()})$`.replaceAll('\\s', '[ \\t\\n\\v\\f\\r]'))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
