/** Where something stands in a file: `line` and `column` count from 1; `file` is relative to its search-path root. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** `file:line:column`, the form every message uses. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}
