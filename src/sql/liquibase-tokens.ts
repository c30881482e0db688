import { LiquibaseLexer } from './liquibase-lexer.ts'

export interface LiquibaseToken {
  /** BLANK, COMMENT or PIECE of the lexer. */
  readonly kind: number
  readonly start: number
  readonly end: number
}

/** The tokens of a text that is held whole, as Liquibase sees them when it rewrites the text of a view or procedure. */
export function* liquibaseTokens(text: string): Generator<LiquibaseToken> {
  const lexer = new LiquibaseLexer()
  for (let start = 0; start < text.length; start = lexer.end) {
    lexer.read(text, start)
    yield { kind: lexer.kind, start, end: lexer.end }
  }
}
