/** Longer names are compared by their beginning only: the distance costs the product of both lengths. */
const COMPARED = 64

/** Those of `names` that are most like `wanted`, the nearest first, by the letters one would have to change. */
export function nearestNames(wanted: string, names: Iterable<string>, most: number): string[] {
  const text = wanted.toLowerCase().slice(0, COMPARED)
  return [...new Set(names)]
    .map((name) => ({ name, distance: distance(text, name.toLowerCase().slice(0, COMPARED)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name)
}

/** Levenshtein's distance, one row at a time. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      next.push(Math.min((row[j - 1] ?? 0) + same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
