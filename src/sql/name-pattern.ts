/** Names of one kind of object, as a person wrote them. */
export interface NamePattern {
  /** As written. */
  readonly text: string
  /** Anchored regular expression of PostgreSQL's, for the schema; null where none is named: any schema. */
  readonly schema: string | null
  /** The same for the name itself. */
  readonly name: string
}

/** A quoted part, a character that stands for others, a dot, a comma, or plain text. */
const PART = /"((?:[^"]|"")*)"|([*?])|(\.)|(,)|([^"*?.,]+)|(")/g
const MEANING: Readonly<Record<string, string>> = { '*': '.*', '?': '.' }

/**
 * Reads `orders, sales.*_log, "Odd.Name"`: names with commas between them, folded to lower case outside quotes as
 * PostgreSQL folds them, `*` and `?` for any characters. `null` where a quote is left open or a name has more than two parts.
 */
export function parseNamePatterns(text: string): readonly NamePattern[] | null {
  const patterns: NamePattern[] = []
  for (const written of splitAtCommas(text)) {
    const parts: string[] = ['']
    for (const [, quoted, wild, dot, , plain, open] of written.matchAll(PART)) {
      if (open !== undefined) return null
      if (dot !== undefined) parts.push('')
      else {
        const piece =
          quoted !== undefined
            ? literalText(quoted.replaceAll('""', '"'))
            : (MEANING[wild ?? ''] ?? literalText((plain ?? '').toLowerCase()))
        parts[parts.length - 1] += piece
      }
    }
    const [first = '', second] = parts
    if (parts.length > 2 || parts.includes('')) return null
    patterns.push({
      text: written,
      schema: second === undefined ? null : `^(${first})$`,
      name: `^(${second ?? first})$`,
    })
  }
  return patterns
}

function splitAtCommas(text: string): readonly string[] {
  const names: string[] = ['']
  for (const [part, , , , comma] of text.matchAll(PART)) {
    if (comma === undefined) names[names.length - 1] += part
    else names.push('')
  }
  return names.map((name) => name.trim()).filter((name) => name !== '')
}

function literalText(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}
