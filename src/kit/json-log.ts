import { pino } from 'pino'
import type { Clock } from './clock.ts'
import type { Log, LogLevel } from './log.ts'
import { currentLogFacts } from './log-scope.ts'
import { redact, redactDeep } from './redact.ts'

/** Names every line has; a fact of that name would stand in it twice, and readers differ in which one they believe. */
const OWN = new Set(['time', 'level', 'message'])

/**
 * A log of one JSON object per line, by pino, handed to `write` before the call returns. Nothing a caller puts into a
 * value can start a line of its own or steer a terminal: JSON escapes C0, and DEL, C1 and the Unicode line ends are
 * escaped here. Secrets are masked, value by value. Lines written within `withLogFacts` carry those facts.
 */
export function jsonLog(write: (line: string) => void, clock: Clock, least: LogLevel = 'info'): Log {
  const logger = pino(
    {
      level: least,
      base: null,
      messageKey: 'message',
      serializers: {},
      timestamp: () => `,"time":"${clock.now().toISOString()}"`,
      mixin: currentLogFacts,
      formatters: {
        level: (label) => ({ level: label }),
        log: (facts) => redactDeep(facts) as Record<string, unknown>,
      },
    },
    { write: (line) => write(line.replace(/[\u007f-\u009f\u2028\u2029]/g, escapeCharacter)) },
  )
  const at =
    (level: LogLevel) =>
    (message: string, facts: Record<string, unknown> = {}): void =>
      // As an argument of a pattern of our own: pino would read `%s` in the message as its pattern.
      logger[level](unshadowed(facts), '%s', redact(message))
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function unshadowed(facts: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [OWN.has(name) ? `fact.${name}` : name, value]))
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
