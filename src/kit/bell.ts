/** Wakes one who waits; rung while nobody waits, the next wait is over at once. */
export interface Bell {
  ring(): void
  /** Until it rings, so many milliseconds have passed, or the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wake: () => void = () => undefined
  return {
    ring() {
      rung = true
      wake()
    },
    async wait(milliseconds, signal) {
      if (!rung && !signal.aborted) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<void>((resolve) => {
          wake = resolve
          timer = setTimeout(resolve, milliseconds)
          signal.addEventListener('abort', wake, { once: true })
        })
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
      }
      rung = false
    },
  }
}
