import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { fail } from '../errors/dvm-error.ts'
import { redact } from '../kit/redact.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { describeTarget } from './describe-target.ts'
import { toolEnvironment } from './tool.ts'

/** Most lines of an error that are told; the first ones say what is wrong. */
const MOST_LINES = 20
/** What is told of its standard error; with --verbose most lines there say what it is at, with names of tables in them. */
const TOLD = /^(?:pg_dump: (?:error|warning|detail|hint|fatal):|pg_dump: \[|(?:ERROR|FATAL|DETAIL|HINT|CONTEXT):)/

/**
 * What `pg_dump` writes about the target, as it comes: nothing is gathered, and a reader that stops ends the program. The
 * password goes by environment or pgpass file. Fails with TOOL_FAILED after the last piece where the program failed or was
 * killed, so whoever uses the pieces must not believe in them before the end.
 */
export async function* streamPgDump(
  program: string,
  target: DatabaseTarget,
  args: readonly string[],
  onWarning: (message: string) => void,
): AsyncGenerator<Buffer> {
  const [command, ...rest] = await withLargeBuffer([program, ...args])
  const child = spawn(command, rest, { env: dumpEnvironment(target), stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<{ code: number | null; signal: string | null; cause?: unknown }>((resolve) => {
    child.once('error', (cause) => resolve({ code: null, signal: null, cause }))
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const told = gatherLines(child.stderr, target)
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    const { code, signal, cause } = await ended
    const lines = await told
    if (code !== 0) {
      const how = signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by signal ${signal}`
      throw fail('TOOL_FAILED', { tool: 'pg_dump', target: describeTarget(target), how }, null, {
        cause,
        detail: lines.join('\n'),
      })
    }
    for (const line of lines) onWarning(line.replace(/^pg_dump: (?:warning: )?/, ''))
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill()
    await ended
  }
}

/**
 * Into a pipe, pg_dump writes 4 kB at a time, and each wakes us up: measured, that takes a quarter longer than writing a
 * file. GNU's stdbuf, where there is one, changes its buffer and then becomes the program.
 */
async function withLargeBuffer(command: readonly [string, ...string[]]): Promise<readonly [string, ...string[]]> {
  const answer = await promisify(execFile)('stdbuf', ['--version']).catch(() => null)
  return answer === null ? command : ['stdbuf', '-o1M', ...command]
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
