import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fail } from '../errors/dvm-error.ts'
import { redact } from '../kit/redact.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { describeTarget } from './describe-target.ts'
import { toolEnvironment } from './tool.ts'

/** Most lines of an error that are told; the first ones say what is wrong. */
const MOST_LINES = 20
/** What is told of its standard error; with --verbose most lines there say what it is at, with names of tables in them. */
const TOLD = /^(?:pg_dump: (?:error|warning|detail|hint|fatal):|pg_dump: \[|(?:ERROR|FATAL|DETAIL|HINT|CONTEXT):)/

/** A pg_dump under way. */
export interface DumpStream {
  /**
   * What it writes, as it comes: nothing is gathered, and it waits for its reader. Fails with TOOL_FAILED after the last piece
   * where the program failed or was killed, so whoever uses the pieces must not believe in them before the end.
   */
  readonly chunks: AsyncIterable<Buffer>
  /** Ends it where it still runs; settles when it is gone, and never fails. */
  stop(): Promise<void>
}

/**
 * Starts `pg_dump` on the target. It reads the catalog meanwhile, whether or not anybody reads it yet. The password goes by
 * environment or pgpass file. Whoever starts it stops it, whatever happens.
 */
export function streamPgDump(
  program: string,
  target: DatabaseTarget,
  args: readonly string[],
  onWarning: (message: string) => void,
): DumpStream {
  const [command, ...rest] = withLargeBuffer([program, ...args])
  const child = spawn(command, rest, { env: dumpEnvironment(target), stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (cause) => resolve({ code: null, signal: null, cause }))
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  // When a program ends, Node throws away what it wrote to a stream that nobody listens to yet.
  child.stdout.on('readable', () => undefined)
  const told = gatherLines(child.stderr, target)
  async function* chunks(): AsyncGenerator<Buffer> {
    yield* child.stdout as AsyncIterable<Buffer>
    const lines = await told
    throwIfFailed(await ended, lines, target)
    for (const line of lines) onWarning(line.replace(/^pg_dump: (?:warning: )?/, ''))
  }
  return {
    chunks: chunks(),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill()
      // Also ends what a script that stands for pg_dump may have left writing.
      child.stdout.destroy()
      await ended
    },
  }
}

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly cause?: unknown
}

function throwIfFailed({ code, signal, cause }: Ended, lines: readonly string[], target: DatabaseTarget): void {
  if (code === 0) return
  const how = signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by signal ${signal}`
  throw fail('TOOL_FAILED', { tool: 'pg_dump', target: describeTarget(target), how }, null, {
    cause,
    detail: lines.join('\n'),
  })
}

/**
 * Into a pipe, pg_dump writes 4 kB at a time, and each wakes us up: measured, that takes a quarter longer than writing a
 * file. stdbuf, where there is one, changes its buffer and then becomes the program, as does the shell that looks for it.
 */
function withLargeBuffer(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  if (process.platform === 'win32') return command
  return ['/bin/sh', '-c', 'command -v stdbuf >/dev/null && exec stdbuf -o1M "$@"; exec "$@"', 'sh', ...command]
}

function dumpEnvironment(target: DatabaseTarget): NodeJS.ProcessEnv {
  const environment = toolEnvironment(target)
  // pg_dump writes strings the way its session reads them, and our scanner reads them the standard way.
  const options = `${environment['PGOPTIONS'] ?? ''} -c standard_conforming_strings=on`.trim()
  // English, because what is an error is told by its words.
  return { ...environment, LC_ALL: 'C', PGOPTIONS: options }
}

async function gatherLines(stderr: Readable, target: DatabaseTarget): Promise<readonly string[]> {
  const lines: string[] = []
  const secrets = target.password === null ? [] : [target.password]
  for await (const line of createInterface({ input: stderr })) {
    if (TOLD.test(line) && lines.length < MOST_LINES) lines.push(redact(line, secrets))
  }
  return lines
}
