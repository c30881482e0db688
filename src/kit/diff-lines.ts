/** A line of one text, of the other, or of both. `gap`: lines of both that are left out. */
export interface DiffLine {
  readonly in: 'left' | 'right' | 'both' | 'gap'
  readonly text: string
}

/** Beyond this many pairs of lines the middle is shown as a whole: comparing all of them would take too long. */
const MOST_PAIRS = 4_000_000
const CONTEXT = 2

/** What differs between two texts, line by line, with a little of what stands around it. Null is a text that is not there. */
export function diffLines(left: string | null, right: string | null): readonly DiffLine[] {
  if (left === null) return linesOf(right).map((text) => ({ in: 'right', text }))
  if (right === null) return linesOf(left).map((text) => ({ in: 'left', text }))
  const [one, other] = [linesOf(left), linesOf(right)]
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start++
  let end = 0
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end++
  const middle = diffMiddle(one.slice(start, one.length - end), other.slice(start, other.length - end))
  const both = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ in: 'both', text }))
  return shorten([...both(one.slice(0, start)), ...middle, ...both(one.slice(one.length - end))])
}

function linesOf(text: string | null): string[] {
  return text === null ? [] : text.split('\n')
}

function diffMiddle(left: readonly string[], right: readonly string[]): DiffLine[] {
  if (left.length * right.length > MOST_PAIRS) {
    return [
      ...left.map((text) => ({ in: 'left', text }) as const),
      ...right.map((text) => ({ in: 'right', text }) as const),
    ]
  }
  const common = commonLengths(left, right)
  const width = right.length + 1
  const lines: DiffLine[] = []
  let [at, to] = [0, 0]
  while (at < left.length || to < right.length) {
    const [text, other] = [left[at], right[to]]
    if (text !== undefined && text === other) {
      lines.push({ in: 'both', text })
      at++
      to++
    } else if (
      text !== undefined &&
      (other === undefined || (common[(at + 1) * width + to] ?? 0) >= (common[at * width + to + 1] ?? 0))
    ) {
      lines.push({ in: 'left', text })
      at++
    } else {
      lines.push({ in: 'right', text: other ?? '' })
      to++
    }
  }
  return lines
}

/** Length of the longest common subsequence of what follows each pair of places. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  for (let at = left.length - 1; at >= 0; at--) {
    for (let to = right.length - 1; to >= 0; to--) {
      const follows = Math.max(lengths[(at + 1) * width + to] ?? 0, lengths[at * width + to + 1] ?? 0)
      lengths[at * width + to] = left[at] === right[to] ? (lengths[(at + 1) * width + to + 1] ?? 0) + 1 : follows
    }
  }
  return lengths
}

function shorten(lines: readonly DiffLine[]): readonly DiffLine[] {
  const near = new Set<number>()
  lines.forEach((line, at) => {
    if (line.in === 'both') return
    for (let place = at - CONTEXT; place <= at + CONTEXT; place++) near.add(place)
  })
  const short: DiffLine[] = []
  lines.forEach((line, at) => {
    if (near.has(at)) short.push(line)
    else if (near.has(at - 1) || at === 0) short.push({ in: 'gap', text: '…' })
  })
  return short
}
