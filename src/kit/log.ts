export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Structured log; what it writes has passed `redact`. */
export interface Log {
  debug(message: string, facts?: Record<string, unknown>): void
  info(message: string, facts?: Record<string, unknown>): void
  warn(message: string, facts?: Record<string, unknown>): void
  error(message: string, facts?: Record<string, unknown>): void
}

function ignore(): void {
  return
}

export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
