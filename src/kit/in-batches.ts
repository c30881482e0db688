/** Runs `run` for all who ask for `key` at about the same time. */
export type InBatches<T> = (key: string, run: () => Promise<T>) => Promise<T>

interface Slot<T> {
  readonly running: Promise<T>
  next: Promise<T> | null
}

/**
 * Shares runs, and yet nobody gets one that began before he asked: who comes while one is under way waits for the next,
 * with all others who do.
 */
export function inBatches<T>(): InBatches<T> {
  const slots = new Map<string, Slot<T>>()

  function start(key: string, run: () => Promise<T>): Promise<T> {
    const slot: Slot<T> = { running: run(), next: null }
    slots.set(key, slot)
    const clear = (): void => {
      if (slot.next === null && slots.get(key) === slot) slots.delete(key)
    }
    slot.running.then(clear, clear)
    return slot.running
  }

  return (key, run) => {
    const slot = slots.get(key)
    if (slot === undefined) return start(key, run)
    const begin = (): Promise<T> => start(key, run)
    slot.next ??= slot.running.then(begin, begin)
    return slot.next
  }
}
