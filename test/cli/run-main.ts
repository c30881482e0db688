import { PassThrough, Readable } from 'node:stream'
import { main } from '../../src/cli/main.ts'
import type { Parts } from '../../src/cli/parts.ts'
import { fail } from '../../src/errors/dvm-error.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import type { Environment } from '../../src/settings/settings-input.ts'

export interface Answer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function refuse(): never {
  throw new Error('nothing here may be composed')
}

/** A world without disk and database, in which a command comes as far as its settings. */
export function givenParts(environment: Environment, stdout: PassThrough, stderr: PassThrough): Parts {
  return {
    directory: '/srv/app',
    environment: { USER: 'someone', ...environment },
    stdin: Readable.from([]),
    stdout,
    stderr,
    clock: fixedClock(new Date('2025-01-31T12:00:00Z')),
    secrets: [],
    readFile: (path) => {
      throw fail('FILE_NOT_FOUND', { path, looked: '' })
    },
    writeFile: refuse,
    compose: async () => refuse(),
    withManager: async () => refuse(),
    serve: async () => refuse(),
  }
}

/** Runs a command line in this process. */
export async function runMain(args: readonly string[], environment: Environment = {}): Promise<Answer> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const parts = givenParts(environment, stdout, stderr)
  const code = await main(args, parts)
  return { code, stdout: text(stdout), stderr: text(stderr) }
}

function text(stream: PassThrough): string {
  const chunk: unknown = stream.read()
  return Buffer.isBuffer(chunk) ? chunk.toString() : ''
}
