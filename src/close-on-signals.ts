import type { Log } from './kit/log.ts'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

export interface Closing {
  /** Safe to call twice. */
  close(): Promise<void>
  /** Settles when closing is done, whatever began it. */
  readonly closed: Promise<void>
}

/** `stop` runs once, on the first `close` or signal; the process is then free to end by itself. */
export function closeOnSignals(log: Log, stop: () => Promise<void>): Closing {
  let settle: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    settle = resolve
  })
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => {
    closing ??= stop().finally(() => {
      for (const signal of SIGNALS) process.removeListener(signal, onSignal)
      settle()
    })
    return closing
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    log.info('closing', { signal })
    void close()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return { close, closed }
}
