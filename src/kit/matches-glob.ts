/**
 * Whether the whole text is what the pattern says: `*` stands for any characters, `?` for one. In time by the product of both
 * lengths at most, where a regular expression with many stars may take for ever.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const [pattern, letters] = [[...glob], [...text]]
  let at = 0
  let star = -1
  let begun = 0
  for (let read = 0; read < letters.length; ) {
    if (pattern[at] === '*') {
      star = at++
      begun = read
    } else if (pattern[at] === '?' || pattern[at] === letters[read]) {
      at++
      read++
    } else if (star !== -1) {
      // Only the last star need take one more: what those before it took can stay as it is.
      at = star + 1
      read = ++begun
    } else return false
  }
  return pattern.slice(at).every((rest) => rest === '*')
}
