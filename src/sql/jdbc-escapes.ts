import { quotedEnd } from './scan-statements.ts'

/**
 * SQL as the PostgreSQL driver sends what Liquibase gives it: `??` outside quotes is how a changelog writes the operator
 * `?` for JDBC (pgjdbc, Parser: "??" escapes the placeholder). A single `?` is left alone: Liquibase cannot run it, and
 * PostgreSQL can.
 */
export function withoutJdbcEscapes(text: string): string {
  if (!text.includes('??')) return text
  let clean = ''
  let from = 0
  let at = 0
  while (at < text.length) {
    const quoted = quotedEnd(text, at, text.charCodeAt(at))
    if (quoted !== null) {
      if (quoted.end === -1) break
      at = quoted.end
    } else if (text.startsWith('??', at)) {
      clean += `${text.slice(from, at)}?`
      at += 2
      from = at
    } else at++
  }
  return clean + text.slice(from)
}
