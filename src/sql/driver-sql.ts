import { tokenEnd } from './scan-statements.ts'
import { translateJdbcEscapes } from './translate-jdbc-escapes.ts'

type Refuse = (detail: string) => void

/**
 * SQL as the PostgreSQL driver makes it of a text it is asked to translate, prepare or query with. `??` outside quotes is how
 * a changelog writes the operator `?` for JDBC (pgjdbc, Parser: "??" escapes the placeholder). A single `?` is left alone:
 * Liquibase cannot run it, and PostgreSQL can.
 */
export function nativeSql(text: string, refuse: Refuse): string {
  return withoutDoubled(translateJdbcEscapes(text, refuse))
}

/** The same of a text it is asked to execute: Liquibase has it leave the other escapes alone where there is a `?` anywhere. */
export function executedSql(text: string, refuse: Refuse): string {
  return text.includes('?') ? withoutDoubled(text) : translateJdbcEscapes(text, refuse)
}

function withoutDoubled(text: string): string {
  if (!text.includes('??')) return text
  let clean = ''
  let from = 0
  let at = 0
  while (at < text.length) {
    const end = tokenEnd(text, at, text.charCodeAt(at))
    if (end !== null) at = end
    else if (text.startsWith('??', at)) {
      clean += `${text.slice(from, at)}?`
      at += 2
      from = at
    } else at++
  }
  return clean + text.slice(from)
}
