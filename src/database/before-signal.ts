const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Signal = (typeof SIGNALS)[number]
type Listener = (signal: Signal) => void

const cleanUps = new Set<() => Promise<void>>()
const waiting = new Map<Signal, Listener[]>()
let stopping: Promise<void> | null = null

/**
 * Has `cleanUp` done before a signal ends this process: whoever listens for it is told afterwards, and where nobody does it
 * ends as it would have. The answer takes `cleanUp` back; it settles once a signal that came is dealt with. `cleanUp` must not
 * fail.
 */
export function beforeSignal(cleanUp: () => Promise<void>): () => Promise<void> {
  if (cleanUps.size === 0) listen()
  cleanUps.add(cleanUp)
  return async () => {
    // The caller would otherwise go on to tell of an error that is only the clean-up's doing.
    if (stopping !== null) await stopping
    if (cleanUps.delete(cleanUp) && cleanUps.size === 0) restore()
  }
}

function listen(): void {
  for (const signal of SIGNALS) {
    waiting.set(signal, process.listeners(signal) as Listener[])
    process.removeAllListeners(signal)
    process.on(signal, stop)
  }
}

function restore(): void {
  for (const [signal, listeners] of waiting) {
    process.removeListener(signal, stop)
    for (const listener of listeners) process.on(signal, listener)
  }
  waiting.clear()
}

function stop(signal: Signal): void {
  // Twice Ctrl-C does not go faster: what is under way is what was asked for.
  stopping ??= cleanUpAndEnd(signal)
}

async function cleanUpAndEnd(signal: Signal): Promise<void> {
  await Promise.all([...cleanUps].map((cleanUp) => cleanUp()))
  const listeners = waiting.get(signal) ?? []
  cleanUps.clear()
  restore()
  stopping = null
  for (const listener of listeners) listener(signal)
  if (listeners.length === 0) process.kill(process.pid, signal)
}
