import { randomBytes } from 'node:crypto'
import { CommanderError } from 'commander'
import { DvmError, fail } from '../errors/dvm-error.ts'
import { redact } from '../kit/redact.ts'
import { paintOf } from './output.ts'
import type { Parts } from './parts.ts'
import { formatError, formatErrorJson } from './print/format-error.ts'
import { formatWarnings } from './print/format-warnings.ts'
import { createProgram } from './program.ts'

const WRONG_USAGE = 2

/** Runs one command line, without node and script; answers with the exit code and never throws. */
export async function main(args: readonly string[], parts: Parts): Promise<number> {
  try {
    await createProgram(parts).parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    // A command that only groups others was called alone: its help has been printed.
    if (error instanceof CommanderError && error.code === 'commander.help') return WRONG_USAGE
    if (isBrokenPipe(error)) return 0
    return report(toDvmError(error, parts), args, parts)
  }
}

/** Tells that an answer could not be written to standard output; answers with the exit code. */
export function reportLost(reason: string, args: readonly string[], parts: Parts): number {
  return report(fail('FILE_WRITE_FAILED', { path: 'standard output', reason }), args, parts)
}

function report(error: DvmError, args: readonly string[], parts: Parts): number {
  const paint = paintOf(parts, { color: !args.includes('--no-color') }, parts.stderr)
  if (asksForJson(args)) parts.stderr.write(formatErrorJson(error, parts.secrets))
  else {
    if (!args.includes('--quiet')) parts.stderr.write(formatWarnings(error.warnings, paint, parts.secrets))
    parts.stderr.write(formatError(error, paint, parts.secrets))
  }
  return error.exitCode
}

// Wrong usage is found before the flags are known, and has to answer in JSON, too.
function asksForJson(args: readonly string[]): boolean {
  return args.includes('--format=json') || args.some((arg, at) => arg === '--format' && args[at + 1] === 'json')
}

function toDvmError(error: unknown, parts: Parts): DvmError {
  if (error instanceof DvmError) return error
  if (error instanceof CommanderError) return fail('USAGE', { detail: usageDetail(error.message) })
  const reference = randomBytes(4).toString('hex')
  if (parts.environment['DVM_DEBUG'] === '1') {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    parts.stderr.write(`${reference}: ${redact(stack, parts.secrets)}\n`)
  }
  return fail('INTERNAL', { reference }, null, { cause: error })
}

// Of `--pasword=hunter2` only the name may be repeated.
function usageDetail(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/^(unknown option '[^'=]*)=.*'/s, "$1'")
    .replaceAll('\n', ' ')
}

/** Whoever read our output has gone (`| head`): nobody is left to tell. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
