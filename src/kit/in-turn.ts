interface Line {
  running: number
  readonly waiting: (() => void)[]
}

const lines = new Map<string, Line>()

/** How many of a key wait for those that run. */
export function waitingFor(key: string): number {
  return lines.get(key)?.waiting.length ?? 0
}

/**
 * Runs `use` when fewer than `width` of the same key are running in this process, in the order they came. The width of
 * a key is always the same.
 */
export async function inTurn<T>(key: string, width: number, use: () => Promise<T>): Promise<T> {
  const line = lines.get(key) ?? { running: 0, waiting: [] }
  lines.set(key, line)
  // The place of one that ends is handed on, so that nobody who comes in between can take it.
  if (line.running < width) line.running += 1
  else await new Promise<void>((resolve) => line.waiting.push(resolve))
  try {
    return await use()
  } finally {
    const next = line.waiting.shift()
    if (next === undefined) line.running -= 1
    else next()
    if (line.running === 0) lines.delete(key)
  }
}
