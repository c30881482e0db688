import type { Scalar } from 'yaml'
import type { YamlSource } from './yaml-source.ts'

/** A scalar's text, where Liquibase reads it otherwise than the library: mended, or refused where it refuses. */
export function scalarText(node: Scalar, inFlow: boolean, source: YamlSource): string {
  const text = typeof node.source === 'string' ? node.source : ''
  const [start, end] = node.range ?? [0, 0]
  const raw = source.text.slice(start, end)
  switch (node.type) {
    case 'PLAIN':
      refuse(/\n *(\t)/d, raw, 'a tab stands where only blanks may')
      if (inFlow) refuse(/(^:|\?)/d, raw, 'within brackets, a text with this character needs quotes')
      return text
    case 'QUOTE_DOUBLE':
      refuse(/(?<!\\)(?:\\\\)*(\\[/\t])/d, raw, 'Liquibase knows no such escape')
      refuse(/(?<!\\)(?:\\\\)*(\\)\n[ \t]*\n/d, raw, 'an escaped line end before an empty line has no certain meaning')
      return text
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      refuse(/^.[-+1-9]*(#)/d, raw, 'a blank is missing before the comment')
      return end > source.length && endsInText(node, source) ? text.replace(/\n$/, '') : text
    default:
      return text
  }

  function refuse(pattern: RegExp, within: string, detail: string): void {
    const found = pattern.exec(within)
    if (found !== null) throw source.invalid(detail, start + (found.indices?.[1]?.[0] ?? 0))
  }
}

/** Where the text of a scalar begins: after the quote; for a block, at the first character of its first line. */
export function contentOffset(node: Scalar, text: string): number {
  const start = node.range?.[0] ?? 0
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return start + 1
  if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return start
  const header = text.indexOf('\n', start)
  const content = /[^\s]/g
  content.lastIndex = header === -1 ? text.length : header
  const found = content.exec(text)
  return found === null || found.index >= (node.range?.[1] ?? 0) ? start : found.index
}

/** The last line of a file that no line feed ends has no line end in the scalar either. */
function endsInText(node: Scalar, { text, length }: YamlSource): boolean {
  const last = text.slice(text.lastIndexOf('\n', length - 1) + 1, length)
  if (last.trim() !== '' || /^.[1-9]?\+/.test(text.slice(node.range?.[0]))) return true
  const content = contentOffset(node, text)
  return last.length > content - text.lastIndexOf('\n', content) - 1
}
