import { Composer, CST, type Document, type ParsedNode, Parser, type YAMLError } from 'yaml'
import { UnindentedLexer } from './unindented-lexer.ts'
import type { YamlSource } from './yaml-source.ts'

/** SnakeYAML's own bound, `nestingDepthLimit`. */
export const MAX_DEPTH = 50
/** What the library has open is a little more than what nests; its recursion would stand much more. */
const MAX_OPEN = MAX_DEPTH + 30

/**
 * Text to the nodes of its one document, `null` for none. Scalars are left as they are written: `failsafe` knows text only.
 * Keys may repeat here, because the library looks for that in quadratic time.
 */
export function composeYaml(source: YamlSource): ParsedNode | null {
  const composer = new Composer({
    version: '1.1',
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
  })
  const quote = { offset: 0 }
  let first: Document.Parsed | null = null
  for (const document of composer.compose(tokens(source, quote), true, source.text.length)) {
    throwFirst(document, source, quote)
    if (first !== null) throw source.invalid('a changelog is one document, a second one begins here', document.range[0])
    first = document
  }
  return first?.contents ?? null
}

/** `quote` is where the last quoted scalar begins, of interest if its end is missing. */
function throwFirst(document: Document.Parsed, source: YamlSource, quote: { offset: number }): void {
  const [error] = document.errors.filter(matters).toSorted((a, b) => a.pos[0] - b.pos[0])
  if (error === undefined) return
  if (error.message.startsWith('Missing closing')) throw source.invalid('the closing quote is missing', quote.offset)
  throw source.invalid(detailOf(error), error.pos[0])
}

/** The library's own words, save where they lead astray: it takes `{"a": 1 "b": 2}` for a mapping within a mapping. */
function detailOf({ code, message }: YAMLError): string {
  if (code === 'BLOCK_IN_FLOW') return 'within brackets, a comma is missing here, or items are written with dashes'
  const closing = / end with a (.)$/.exec(message)?.[1]
  if (closing !== undefined) return `the closing ${closing} is missing`
  return message.charAt(0).toLowerCase() + message.slice(1)
}

/** SnakeYAML takes a comment right behind a quote or a bracket. */
function matters(error: YAMLError): boolean {
  return !error.message.startsWith('Comments must be separated')
}

/** The library's own way from text to tokens, stopped where a tab stands between them or they nest too deep. */
function* tokens(source: YamlSource, quote: { offset: number }): Generator<CST.Token> {
  const parser = new Parser()
  let blockScalar = false
  let before: 'scalar mark' | 'plain' | 'other' = 'other'
  for (const lexeme of new UnindentedLexer().lex(source.text)) {
    const type: CST.TokenType | 'content' | null = before === 'scalar mark' ? 'content' : CST.tokenType(lexeme)
    if (type === 'space' && lexeme.includes('\t') && before !== 'plain') {
      const detail = 'a tab stands where only blanks may; Liquibase reads none there either'
      throw source.invalid(detail, parser.offset + lexeme.indexOf('\t'))
    }
    if (type === 'block-scalar-header') blockScalar = true
    if (type === 'double-quoted-scalar' || type === 'single-quoted-scalar') quote.offset = parser.offset
    before = type === 'scalar' ? 'scalar mark' : type === 'content' && !blockScalar ? 'plain' : 'other'
    if (type === 'content') blockScalar = false
    yield* parser.next(lexeme)
    if (parser.stack.length > MAX_OPEN) throw source.invalid(`it is nested more than ${MAX_DEPTH} deep`, parser.offset)
  }
  yield* parser.end()
}
