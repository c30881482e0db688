/** A text in quotes, and where what stands behind it begins. */
export interface PlainString {
  readonly text: string
  readonly end: number
}

const escapes = /\\(?:u([0-9a-fA-F]{4})|.)/gs
/** Escapes that mean the same in JSON, in YAML and for Liquibase. */
const shared = ['\\"', '\\\\', '\\b', '\\f', '\\n', '\\r']
/** NUL and halves of a character are left to the reader of all YAML. */
const disputed = /^(?:0000|d[89a-f])/i

/**
 * The text in double quotes that open at `at`, on one line; `null` where it takes more than a glance. One pattern for the
 * whole of it would do, but on a very long text a pattern runs out of stack.
 */
export function readDoubleQuoted(text: string, at: number): PlainString | null {
  let close = text.indexOf('"', at + 1)
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1)
  const found = onOneLine(text, at, close)
  if (found === null) return null
  if (!found.includes('\\')) return { text: found, end: close + 1 }
  for (const [written, code] of found.matchAll(escapes)) {
    if (code === undefined ? !shared.includes(written) : disputed.test(code)) return null
  }
  return { text: JSON.parse(`"${found}"`) as string, end: close + 1 }
}

/** The same for single quotes, in which a quote is doubled. */
export function readSingleQuoted(text: string, at: number): PlainString | null {
  let close = text.indexOf("'", at + 1)
  while (close !== -1 && text[close + 1] === "'") close = text.indexOf("'", close + 2)
  const found = onOneLine(text, at, close)
  return found === null ? null : { text: found.replaceAll("''", "'"), end: close + 1 }
}

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text[before - 1] === '\\') before--
  return (at - before) % 2 === 1
}

/** What stands between the quotes; tabs in it are left to the reader of all YAML as well. */
function onOneLine(text: string, open: number, close: number): string | null {
  if (close === -1) return null
  const found = text.slice(open + 1, close)
  return found.includes('\n') || found.includes('\t') ? null : found
}
