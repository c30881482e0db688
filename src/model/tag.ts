/** Column TAG is a varchar(255). */
const LENGTH = 255

/** Why no history can hold this tag; null where one can. Blanks at its ends are the tag's own. */
export function faultOfTag(tag: string): string | null {
  if (tag.trim() === '') return 'it is empty'
  if (tag.includes('\0')) return 'it has a NUL in it'
  return [...tag].length > LENGTH ? `it is longer than ${LENGTH} characters` : null
}
