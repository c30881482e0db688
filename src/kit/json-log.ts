import type { Clock } from './clock.ts'
import type { Log, LogLevel } from './log.ts'
import { redact } from './redact.ts'

const RANK: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40 }

/**
 * A log of one JSON object per line. Nothing a caller puts into a value can start a line of its own or steer a
 * terminal: JSON escapes C0, and DEL, C1 and the Unicode line ends are escaped here. Secrets are masked value by value.
 */
export function jsonLog(write: (line: string) => void, clock: Clock, least: LogLevel = 'info'): Log {
  const at =
    (level: LogLevel) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      if (RANK[level] < RANK[least]) return
      const line = { time: clock.now().toISOString(), level, message, ...facts }
      const text = JSON.stringify(line, (_key, value: unknown) => (typeof value === 'string' ? redact(value) : value))
      write(`${text.replace(/[\u007f-\u009f\u2028\u2029]/g, escapeCharacter)}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
