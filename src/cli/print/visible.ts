/**
 * Text from files and databases, safe to show: control characters, which could steer the terminal, appear as `\x1b`.
 * With `lines`, line breaks and tabs stay.
 */
export function visible(text: string, keep: 'lines' | 'nothing' = 'nothing'): string {
  const pattern =
    keep === 'lines'
      ? /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g
      : /[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g
  return text.replace(pattern, escaped)
}

function escaped(letter: string): string {
  if (letter === '\n') return '\\n'
  if (letter === '\t') return '\\t'
  if (letter === '\r') return '\\r'
  const code = letter.charCodeAt(0)
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
