/**
 * Takes characters up to U+0020 off both ends, as Java's `String.trim` does. JavaScript's own `trim` takes other
 * characters (no-break space, byte order mark) and leaves control characters, so the two disagree on real files.
 */
export function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** `trim`, and `null` for what is then empty. */
export function trimToNull(text: string | null | undefined): string | null {
  const trimmed = trim(text ?? '')
  return trimmed === '' ? null : trimmed
}

/** Parts between commas, trimmed; trailing empty parts are dropped, as Java's `split` does. */
export function splitList(text: string): string[] {
  const parts = text.split(',')
  while (parts.length > 0 && parts[parts.length - 1] === '') parts.pop()
  return parts.map(trim)
}
