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
    if (shorter === kept) return kept.trimEnd()
    kept = shorter
  }
}

function withoutBlockComment(text: string): string {
  if (!/\*\/\s*$/.test(text)) return text
  const opening = text.lastIndexOf('/*', text.lastIndexOf('*/') - 1)
  return opening === -1 ? text : text.slice(0, opening)
}

/** From the first `--` of the last line on, wherever it stands: Liquibase does not look for quotes here. */
function withoutLineComment(text: string): string {
  const visible = text.trimEnd()
  const line = Math.max(visible.lastIndexOf('\n'), visible.lastIndexOf('\r')) + 1
  const dashes = visible.indexOf('--', line)
  return dashes === -1 ? text : text.slice(0, dashes)
}
