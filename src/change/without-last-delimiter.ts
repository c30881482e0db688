import { trim } from '../kit/trim.ts'

/**
 * Text of a stored procedure without the `;` at its end and the comments behind that; text that does not end in one is
 * returned as it is. Rule: Liquibase, CreateProcedureGenerator.removeTrailingDelimiter.
 */
export function withoutLastDelimiter(text: string): string {
  const bare = withoutLastComments(text)
  return bare.endsWith(';') ? bare.slice(0, -1) : text
}

function withoutLastComments(text: string): string {
  let kept = text
  for (;;) {
    const shorter = withoutLineComment(withoutBlockComment(kept))
    if (shorter === kept) return kept.replace(BLANKS_AT_END, '')
    kept = shorter
  }
}

/** What Java's `Character.isWhitespace` takes: no no-break space, but the separators of files and groups. */
const BLANKS = '\\t-\\r\\x1c-\\x20\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000'
const BLANKS_AT_END = new RegExp(`[${BLANKS}]+$`)
/** Slashes behind the comment do not matter. */
const CLOSED_AT_END = new RegExp(`\\*/[/${BLANKS}]*$`)

function withoutBlockComment(text: string): string {
  const closing = CLOSED_AT_END.exec(text)
  if (closing === null) return text
  for (let at = closing.index; at > 0; ) {
    const opening = text.lastIndexOf('/*', at - 1)
    if (opening === -1) return text
    // It does not see that a comment cannot be escaped, nor that `/*/` opens one.
    if (text[opening - 1] !== '\\') return text.slice(0, opening)
    at = opening
  }
  return text
}

/** From the first `--` of the last line on, wherever it stands: Liquibase does not look for quotes here. */
function withoutLineComment(text: string): string {
  const seen = text.slice(0, Math.max(0, trim(text).length - 1))
  const line = Math.max(seen.lastIndexOf('\n'), seen.lastIndexOf('\r')) + 1
  const dashes = text.indexOf('--', line)
  return dashes === -1 || dashes >= seen.length ? text : text.slice(0, dashes)
}
