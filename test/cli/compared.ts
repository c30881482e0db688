import { PassThrough } from 'node:stream'
import { main } from '../../src/cli/main.ts'
import type { Parts } from '../../src/cli/parts.ts'
import { compose } from '../../src/compose.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { givenParts } from './run-main.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What was written, by the name it was asked for. */
  readonly written: Readonly<Record<string, string>>
}

/** Runs a command line in this process, on real databases, from `directory`; `files` are what it may read besides. */
export async function runHere(
  args: readonly string[],
  directory: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const written: Record<string, string> = {}
  const clock = fixedClock(new Date('2026-01-02T03:04:05Z'))
  const parts: Parts = {
    ...givenParts({}, stdout, stderr),
    directory,
    clock,
    readFile: (path) => new TextEncoder().encode(files[path] ?? ''),
    writeFile: (path, text) => {
      written[path] = text
    },
    compose: (settings, log) => compose(settings, { log, clock }),
  }
  const code = await main(args, parts)
  return { code, stdout: read(stdout), stderr: read(stderr), written }
}

function read(stream: PassThrough): string {
  const chunk: unknown = stream.read()
  return Buffer.isBuffer(chunk) ? chunk.toString() : ''
}
