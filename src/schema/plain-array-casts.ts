const CAST_ARRAY = '(ARRAY['

/**
 * Writes `(ARRAY[a, b])::text[]` as `ARRAY[(a)::text, (b)::text]`. PostgreSQL prints `status IN ('a', 'b')` over a varchar
 * column in the first form, and once that text has been run again, as a restored dump has, in the second: the same
 * condition would differ from its own copy.
 */
export function plainArrayCasts(text: string): string {
  let plain = text
  for (let at = plain.indexOf(CAST_ARRAY); at !== -1; at = plain.indexOf(CAST_ARRAY, at + 1)) {
    plain = plainCastAt(plain, at) ?? plain
  }
  return plain
}

function plainCastAt(text: string, at: number): string | null {
  const list = readList(text, at + CAST_ARRAY.length)
  if (list === null) return null
  const cast =
    /^\)::((?:[a-z][a-z0-9_ ]*|"(?:[^"]|"")+")(?:\.(?:[a-z_][a-z0-9_$]*|"(?:[^"]|"")+"))?(?:\([0-9, ]+\))?)\[\]/.exec(
      text.slice(list.end),
    )
  const [whole, type] = cast ?? []
  if (whole === undefined || type === undefined) return null
  const elements = list.elements.map((element) => `(${element})::${type}`)
  return `${text.slice(0, at)}ARRAY[${elements.join(', ')}]${text.slice(list.end + whole.length)}`
}

/** The elements from `start` to the bracket that closes the list; `end` is the place after it. Null where none closes it. */
function readList(text: string, start: number): { readonly elements: readonly string[]; readonly end: number } | null {
  const elements: string[] = []
  let depth = 0
  let from = start
  for (let at = start; at < text.length; at++) {
    const letter = text[at]
    if (letter === "'" || letter === '"') {
      at = endOfQuoted(text, at)
      continue
    }
    if (letter === '(' || letter === '[') depth++
    if (letter === ')') depth--
    if (letter === ']' && depth-- === 0) return { elements: [...elements, text.slice(from, at)], end: at + 1 }
    if (letter === ',' && depth === 0) {
      elements.push(text.slice(from, at))
      from = at + 2
    }
  }
  return null
}

/** A doubled quote ends one piece and begins the next, which comes to the same. E'' strings escape quotes by doubling, too. */
function endOfQuoted(text: string, at: number): number {
  const end = text.indexOf(text[at] ?? '', at + 1)
  return end === -1 ? text.length : end
}
