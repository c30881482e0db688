/**
 * A piece of what `pg_dump` writes as plain text. Text is given one character a byte (latin1), so that what goes on is what
 * came, whatever its encoding; every encoding of a server keeps ASCII as it is.
 */
export type DumpPiece =
  /** SQL up to its `;`, with the blanks and comments in front of it. */
  | { readonly kind: 'statement'; readonly lead: string; readonly text: string }
  /** A line that psql takes for a command of its own. */
  | { readonly kind: 'command'; readonly lead: string; readonly text: string }
  /** Rows of the COPY before it, each with its line end, cut anywhere. */
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'end-of-rows'; readonly empty: boolean }
  /** Comments and blanks at the very end. */
  | { readonly kind: 'rest'; readonly lead: string }

/** Says where a dump breaks off: inside a string, a comment, the rows of a table. */
export class DumpBroken extends Error {}

type State = 'lead' | 'line-comment' | 'comment' | 'body' | 'single' | 'escape' | 'double' | 'dollar' | 'command'

const SPECIAL = /['"$;\\]|--|\/\*/g
const COMMENT_END = /\/\*|\*\//g
const ESCAPED = /\\|'/g
const BLANKS = /\s*/y
const DOLLAR = /\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$/y
const WORD = /[\w$\x80-\xff]/
const COPY = /^COPY [\s\S]* FROM stdin;$/
const END_OF_ROWS = Buffer.from('\n\\.\n')
const NOTHING = Buffer.alloc(0)

/**
 * Cuts a dump into statements and rows while it comes. What stands in quotes, dollar quotes and comments is told from
 * statements as PostgreSQL's own lexer does it, so that no body can pass for a comment of pg_dump's, and no text for a
 * command of psql's; a body of `BEGIN ATOMIC … END` is cut at its inner semicolons, which does no harm to what is passed on.
 */
export class DumpScanner {
  #text = ''
  #at = 0
  /** Where the body of the statement begins; what is before it is its lead. */
  #body = 0
  #state: State = 'lead'
  #resume: 'lead' | 'body' = 'lead'
  #depth = 0
  #tag = ''
  #inRows = false
  #sawRows = false
  #held: Buffer = NOTHING
  #empty = true;

  *push(chunk: Buffer): Generator<DumpPiece> {
    if (this.#inRows) yield* this.#scanRows(chunk)
    else {
      this.#text += chunk.toString('latin1')
      yield* this.#scan()
    }
  }

  /** Fails with DumpBroken where the dump is not whole. */
  *end(): Generator<DumpPiece> {
    if (this.#inRows) throw new DumpBroken('the rows of a table')
    // A comment may end with the text.
    if (this.#state === 'line-comment') this.#state = this.#resume
    if (this.#state !== 'lead') throw new DumpBroken('a statement')
    yield { kind: 'rest', lead: this.#text }
    this.#text = ''
  }

  *#scan(): Generator<DumpPiece> {
    for (;;) {
      const piece = this.#step()
      if (piece === 'more') return
      if (piece === 'on') continue
      yield piece
      if (piece.kind === 'statement' && COPY.test(piece.text)) {
        const rest = Buffer.from(this.#text, 'latin1')
        this.#text = ''
        this.#inRows = true
        this.#sawRows = false
        this.#empty = true
        if (rest.length > 0) yield* this.#scanRows(rest)
        return
      }
    }
  }

  /** One move of the lexer: a piece, `on`, or `more` where the text must go on before it can tell. */
  #step(): DumpPiece | 'on' | 'more' {
    switch (this.#state) {
      case 'lead':
        return this.#lead()
      case 'body':
        return this.#inBody()
      case 'line-comment':
        return this.#skipTo('\n', this.#resume)
      case 'comment':
        return this.#comment()
      case 'single':
        return this.#skipTo("'", 'body')
      case 'double':
        return this.#skipTo('"', 'body')
      case 'dollar':
        return this.#skipTo(this.#tag, 'body')
      case 'escape':
        return this.#escape()
      case 'command':
        return this.#command()
      default:
        return this.#state satisfies never
    }
  }

  #lead(): 'on' | 'more' {
    BLANKS.lastIndex = this.#at
    BLANKS.exec(this.#text)
    this.#at = BLANKS.lastIndex
    if (this.#text.length - this.#at < 2) return 'more'
    const two = this.#text.slice(this.#at, this.#at + 2)
    if (two === '--' || two === '/*') this.#openComment(two, 'lead')
    else {
      this.#body = this.#at
      this.#state = two.startsWith('\\') ? 'command' : 'body'
    }
    return 'on'
  }

  #openComment(mark: string, resume: 'lead' | 'body'): void {
    this.#resume = resume
    this.#state = mark === '--' ? 'line-comment' : 'comment'
    this.#depth = mark === '--' ? 0 : 1
    this.#at += 2
  }

  #inBody(): DumpPiece | 'on' | 'more' {
    SPECIAL.lastIndex = this.#at
    const found = SPECIAL.exec(this.#text)
    if (found === null) {
      // The last character may be the first of two.
      this.#at = Math.max(this.#at, this.#text.length - 1)
      return 'more'
    }
    this.#at = found.index
    const [mark] = found
    if (mark === '$') return this.#dollar()
    if (mark === '--' || mark === '/*') this.#openComment(mark, 'body')
    else if (mark === ';') return this.#take('statement', found.index + 1)
    else if (mark === '\\') return this.#take('command', found.index + 1)
    else {
      this.#state = mark === '"' ? 'double' : this.#isEscape() ? 'escape' : 'single'
      this.#at += 1
    }
    return 'on'
  }

  /** Whether the quote here opens a string in which a backslash escapes. */
  #isEscape(): boolean {
    const before = this.#text[this.#at - 1] ?? ''
    return this.#at > this.#body && /[eE]/.test(before) && !this.#isWord(this.#at - 2)
  }

  #isWord(at: number): boolean {
    return at >= this.#body && WORD.test(this.#text[at] ?? '')
  }

  #dollar(): 'on' | 'more' {
    DOLLAR.lastIndex = this.#at
    const tag = this.#isWord(this.#at - 1) ? null : DOLLAR.exec(this.#text)
    if (tag !== null) {
      this.#tag = tag[0]
      this.#state = 'dollar'
      this.#at += tag[0].length
      return 'on'
    }
    // A tag is a short name: what follows tells whether it may still become one.
    const rest = this.#text.slice(this.#at + 1)
    if (!this.#isWord(this.#at - 1) && rest.length < 64 && /^[\w\x80-\xff]*$/.test(rest)) return 'more'
    this.#at += 1
    return 'on'
  }

  #comment(): 'on' | 'more' {
    COMMENT_END.lastIndex = this.#at
    const found = COMMENT_END.exec(this.#text)
    if (found === null) {
      this.#at = Math.max(this.#at, this.#text.length - 1)
      return 'more'
    }
    this.#at = COMMENT_END.lastIndex
    this.#depth += found[0] === '/*' ? 1 : -1
    if (this.#depth === 0) this.#state = this.#resume
    return 'on'
  }

  #escape(): 'on' | 'more' {
    ESCAPED.lastIndex = this.#at
    const found = ESCAPED.exec(this.#text)
    this.#at = found?.index ?? this.#text.length
    if (found === null || this.#text.length < this.#at + 2) return 'more'
    const doubled = this.#text[this.#at + 1] === "'"
    if (found[0] === '\\' || doubled) this.#at += 2
    else {
      this.#at += 1
      this.#state = 'body'
    }
    return 'on'
  }

  #command(): DumpPiece | 'more' {
    const end = this.#text.indexOf('\n', this.#at)
    if (end !== -1) return this.#take('command', end)
    this.#at = this.#text.length
    return 'more'
  }

  #skipTo(mark: string, next: State): 'on' | 'more' {
    const found = this.#text.indexOf(mark, this.#at)
    if (found === -1) {
      this.#at = Math.max(this.#at, this.#text.length - mark.length + 1)
      return 'more'
    }
    this.#at = found + mark.length
    this.#state = next
    return 'on'
  }

  #take(kind: 'statement' | 'command', end: number): DumpPiece {
    const piece = { kind, lead: this.#text.slice(0, this.#body), text: this.#text.slice(this.#body, end) }
    this.#text = this.#text.slice(end)
    this.#at = 0
    this.#body = 0
    this.#state = 'lead'
    return piece
  }

  /**
   * Rows go on as they came, without a copy: only their end is looked for, which no row can hold (a backslash in a value is
   * doubled). Of a piece that may end within that mark the last bytes are held back.
   */
  *#scanRows(chunk: Buffer): Generator<DumpPiece> {
    const held = this.#held
    if (held.length > 0) {
      const seam = Buffer.concat([held, chunk.subarray(0, END_OF_ROWS.length - held.length)])
      if (seam.equals(END_OF_ROWS)) {
        yield* this.#endRows(held.subarray(0, 1), chunk.subarray(seam.length - held.length))
        return
      }
      if (lengthOfOpenMark(seam) === seam.length) {
        this.#held = seam
        return
      }
      yield* this.#rows(held)
    }
    const end = chunk.indexOf(END_OF_ROWS)
    if (end !== -1) {
      yield* this.#endRows(chunk.subarray(0, end + 1), chunk.subarray(end + END_OF_ROWS.length))
      return
    }
    const until = chunk.length - lengthOfOpenMark(chunk)
    this.#held = chunk.subarray(until)
    yield* this.#rows(chunk.subarray(0, until))
  }

  /** `last` ends with the line end that the mark begins with. */
  *#endRows(last: Buffer, rest: Buffer): Generator<DumpPiece> {
    this.#held = NOTHING
    yield* this.#rows(last)
    yield { kind: 'end-of-rows', empty: this.#empty }
    this.#inRows = false
    this.#text = rest.toString('latin1')
    yield* this.#scan()
  }

  *#rows(bytes: Buffer): Generator<DumpPiece> {
    if (bytes.length === 0) return
    // The first byte is the line end behind `stdin;`: where there is no row, it is the mark's.
    const rows = this.#sawRows ? bytes : bytes.subarray(1)
    this.#sawRows = true
    if (rows.length === 0) return
    this.#empty = false
    yield { kind: 'rows', bytes: rows }
  }
}

/** How many bytes at the end are the beginning of the mark, and not all of it. */
function lengthOfOpenMark(bytes: Buffer): number {
  for (let length = Math.min(END_OF_ROWS.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(END_OF_ROWS.subarray(0, length))) return length
  }
  return 0
}
