import type { Log, LogLevel } from '../../kit/log.ts'
import { redact } from '../../kit/redact.ts'
import type { Stream } from '../parts.ts'
import { visible } from './visible.ts'

/** Log lines for a person, on standard error. */
export function terminalLog(stream: Stream, least: LogLevel, secrets: readonly string[]): Log {
  const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']
  const write = (level: LogLevel) => (message: string, facts?: Record<string, unknown>) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return
    const rest = facts === undefined ? '' : ` ${JSON.stringify(facts)}`
    stream.write(`${level}: ${visible(redact(message + rest, secrets))}\n`)
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
