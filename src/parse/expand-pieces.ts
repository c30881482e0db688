import { type ExpansionScope, expand } from './expand.ts'

/** A name longer than this is no name: its `${` is plain text, and nothing waits for its end. */
const MAX_EXPRESSION = 1 << 16

/** `expand` over text that arrives in pieces; an expression may lie across their borders. */
export function* expandPieces(pieces: Iterable<string>, scope: ExpansionScope): Generator<string> {
  let kept = ''
  for (const piece of pieces) {
    const text = kept + piece
    const cut = openExpression(text)
    if (cut > 0) yield expand(text.slice(0, cut), scope)
    kept = text.slice(cut)
  }
  if (kept !== '') yield expand(kept, scope)
}

/** Where an expression opens that the text does not close; the text's length where there is none. */
function openExpression(text: string): number {
  let outermost = text.length
  let depth = 0
  let from = 0
  while (from < text.length) {
    const open = text.indexOf('${', from)
    const close = depth > 0 ? text.indexOf('}', from) : -1
    if (close !== -1 && (open === -1 || close < open)) {
      depth--
      from = close + 1
    } else if (open !== -1) {
      if (depth === 0) outermost = open
      depth++
      from = open + 2
    } else break
  }
  if (depth > 0) return text.length - outermost > MAX_EXPRESSION ? text.length : outermost
  return text.endsWith('$') ? text.length - 1 : text.length
}
