const classes: Readonly<Record<string, string>> = {
  '.': '[^\\n\\r\\u0085\\u2028\\u2029]',
  '\\s': '[ \\t\\n\\v\\f\\r]',
  '\\S': '[^ \\t\\n\\v\\f\\r]',
}

/**
 * A case-insensitive pattern that must match a whole line, with `.`, `\s` and `\S` as Java reads them: ASCII white space
 * only, and `.` stops at U+0085. Write them outside of character classes.
 */
export function javaPattern(source: string): RegExp {
  const body = source.replace(/\\[sS]|\\.|\./g, (token) => classes[token] ?? token)
  return new RegExp(`^(?:${body})$`, 'i')
}

/** The first group of the pattern in the line, or `null` where the line does not match. */
export function groupIn(pattern: RegExp, line: string): string | null {
  return pattern.exec(line)?.[1] ?? null
}
