import type { YamlSource } from './yaml-source.ts'

export interface PlainBlock {
  readonly text: string
  /** Where its first line begins, behind the indentation. */
  readonly start: number
  /** Where the line behind it begins. */
  readonly end: number
}

interface BlockLines extends Omit<PlainBlock, 'text'> {
  readonly lines: readonly string[]
}

const header = /([|>])(-?) {0,100}\n/y

/**
 * The block (`|`, `|-`, `>`, `>-`) whose mark stands at `at`, below what is in column `indent`. `null` where that takes more
 * than a glance: other marks, tabs or blanks that could be taken for indentation, and a block that no line end closes.
 */
export function readPlainBlock(source: YamlSource, at: number, indent: number): PlainBlock | null {
  header.lastIndex = at
  const [, style, chomping] = header.exec(source.text) ?? []
  if (style === undefined) return null
  const found = readLines(source, header.lastIndex, indent)
  if (found === null) return null
  const text = style === '|' ? found.lines.join('\n') : folded(found.lines)
  return { text: chomping === '-' ? text : `${text}\n`, start: found.start, end: found.end }
}

/** Without the empty lines at its end. The first line that is not empty says how far all are indented. */
function readLines({ text, length }: YamlSource, from: number, indent: number): BlockLines | null {
  const lines: string[] = []
  let filled = 0
  let start = -1
  let width = 0
  for (let line = from; ; ) {
    const first = skipBlanks(text, line, start === -1 ? text.length : line + width)
    let end = first
    if (text[first] !== '\n') {
      if (start === -1) {
        start = first
        width = first - line
        if (width <= indent) return null
      }
      if (first - line < width) {
        // What the file's last line lacks, the text of the block lacks too.
        const isSure = first - line <= indent && text[first] !== '\t' && line <= length
        return isSure ? { lines: lines.slice(0, filled), start, end: line } : null
      }
      if (isBlankLine(text, first) || (first === start && text[first] === '\t')) return null
      end = text.indexOf('\n', first)
      filled = lines.length + 1
    } else if (start === -1 && first > line) return null
    lines.push(text.slice(first, end))
    line = end + 1
  }
}

/** Lines joined by blanks, empty ones kept as line ends; around lines that are indented further nothing is joined. */
function folded(lines: readonly string[]): string {
  let text = ''
  let breaks = 0
  let before: 'nothing' | 'line' | 'indented' = 'nothing'
  for (const line of lines) {
    if (line === '') {
      breaks++
      continue
    }
    const kind = line.startsWith(' ') || line.startsWith('\t') ? 'indented' : 'line'
    if (before === 'indented' || (before === 'line' && kind === 'indented')) breaks++
    text += (before !== 'nothing' && breaks === 0 ? ' ' : '\n'.repeat(breaks)) + line
    breaks = 0
    before = kind
  }
  return text
}

function isBlankLine(text: string, from: number): boolean {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return text[at] === '\n'
}

function skipBlanks(text: string, from: number, limit: number): number {
  let at = from
  while (at < limit && text[at] === ' ') at++
  return at
}
