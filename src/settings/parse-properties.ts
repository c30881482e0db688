/** One `key=value` of a Java properties file. */
export interface PropertiesEntry {
  readonly key: string
  readonly value: string
  /** 1-based line the entry begins at. */
  readonly line: number
  /** Whether `=` or `:` stood between key and value. */
  readonly separated: boolean
}

export interface PropertiesReading {
  readonly entries: readonly PropertiesEntry[]
  /** Lines with a `\u` that four hexadecimal digits do not follow. */
  readonly malformed: readonly number[]
}

interface LogicalLine {
  readonly text: string
  readonly line: number
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/**
 * Reads a .properties file by the rules of java.util.Properties.load: separators `=`, `:` and blanks, comments `#` and
 * `!`, a backslash before the line end continues the line, `\uXXXX`. Values lose their outer blanks, as Liquibase does
 * to them. Bytes that are valid UTF-8 are read so; Java reads Latin-1, which is the answer for all others.
 */
export function parseProperties(bytes: Uint8Array): PropertiesReading {
  const entries: PropertiesEntry[] = []
  const malformed: number[] = []
  for (const { text, line } of logicalLines(decode(bytes))) {
    const match = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*([=:]?)[ \t\f]*(.*)$/s.exec(text)
    if (!match) continue
    const key = resolveEscapes(match[1] ?? '')
    const value = resolveEscapes(match[3] ?? '')
    if (key === null || value === null) malformed.push(line)
    else entries.push({ key, value: value.trim(), line, separated: match[2] !== '' })
  }
  return { entries, malformed }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = []
  let open: { text: string; line: number } | null = null
  for (const [index, natural] of text.split(/\r\n|\r|\n/).entries()) {
    const content = natural.replace(/^[ \t\f]+/, '')
    // A comment or an empty line is only one where no line is being continued.
    if (open === null && /^([#!]|$)/.test(content)) continue
    const continues = (/\\*$/.exec(content)?.[0].length ?? 0) % 2 === 1
    const piece = continues ? content.slice(0, -1) : content
    open = open === null ? { text: piece, line: index + 1 } : { text: open.text + piece, line: open.line }
    if (continues) continue
    lines.push(open)
    open = null
  }
  if (open !== null) lines.push(open)
  return lines
}

function resolveEscapes(text: string): string | null {
  if (/\\u(?![0-9a-fA-F]{4})/.test(text.replace(/\\\\/g, ''))) return null
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.?))/gs, (_all, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (ESCAPES[letter ?? ''] ?? letter ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
