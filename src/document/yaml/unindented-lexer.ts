import { Lexer } from 'yaml'

/** The members of the library's lexer that are private to its types. */
interface LexerParts {
  /** How far the lines of the present scalar or bracket must be indented. */
  indentNext: number
  flowLevel: number
  lex(source: string): Generator<string>
  parseQuotedScalar(): Generator<string, unknown>
  parsePlainScalar(): Generator<string, unknown>
  parseFlowCollection(): Generator<string, unknown>
}

const LexerBase = Lexer as unknown as new () => LexerParts

/**
 * The library's lexer, without its demand that lines be indented within quotes and brackets: SnakeYAML makes none, and
 * SQL in quotes often begins at the margin. If the library should name these parts otherwise one day, such texts are
 * refused and nothing else changes.
 */
export class UnindentedLexer extends LexerBase {
  override *parseQuotedScalar(): Generator<string, unknown> {
    return yield* this.#atMargin(super.parseQuotedScalar())
  }

  override *parseFlowCollection(): Generator<string, unknown> {
    return yield* this.#atMargin(super.parseFlowCollection())
  }

  override *parsePlainScalar(): Generator<string, unknown> {
    return yield* this.flowLevel > 0 ? this.#atMargin(super.parsePlainScalar()) : super.parsePlainScalar()
  }

  *#atMargin(part: Generator<string, unknown>): Generator<string, unknown> {
    const indent = this.indentNext
    this.indentNext = 0
    const next = yield* part
    this.indentNext = indent
    return next
  }
}
