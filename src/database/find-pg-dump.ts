import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fail } from '../errors/dvm-error.ts'

/** A `pg_dump` that can read the server. */
export interface DumpTool {
  readonly program: string
  /** As it says itself, e.g. `15.18`. */
  readonly version: string
  readonly major: number
}

const run = promisify(execFile)

/** How far around the server's version is looked: older ones only to be named. */
const NEWER = 8
const OLDER = 3

/** Folders of one major version: Debian's, Red Hat's, Homebrew's on both kinds of Mac. */
const FOLDERS = [
  '/usr/lib/postgresql/#/bin',
  '/usr/pgsql-#/bin',
  '/opt/homebrew/opt/postgresql@#/bin',
  '/usr/local/opt/postgresql@#/bin',
]

/**
 * The `pg_dump` to read a server of this major version with: the one that is named, else the one of the server's own
 * version, else the oldest that is newer; looked for on PATH, in the packagers' folders and where pg_config says.
 * pg_dump refuses servers newer than itself. Fails with TOOL_NOT_FOUND, TOOL_TOO_OLD, SETTING_INVALID.
 */
export async function findPgDump(named: string | null, serverMajor: number): Promise<DumpTool> {
  if (named !== null) return requireFit([await requireTool(named)], serverMajor)
  const first = await askTool('pg_dump')
  if (first?.major === serverMajor) return first
  const majors = Array.from({ length: OLDER + NEWER + 1 }, (_, n) => serverMajor - OLDER + n)
  const folders = [
    ...majors.flatMap((major) => FOLDERS.map((folder) => folder.replace('#', String(major)))),
    ...(await configured()),
  ]
  const others = await Promise.all(folders.map((folder) => askTool(join(folder, 'pg_dump'))))
  return requireFit(
    [first, ...others].filter((tool) => tool !== null),
    serverMajor,
  )
}

function requireFit(tools: readonly DumpTool[], serverMajor: number): DumpTool {
  const [fit] = tools.filter(({ major }) => major >= serverMajor).sort((a, b) => a.major - b.major)
  if (fit !== undefined) return fit
  const [newest] = [...tools].sort((a, b) => b.major - a.major)
  if (newest === undefined) throw fail('TOOL_NOT_FOUND', { tool: 'pg_dump' })
  const { program, version } = newest
  throw fail('TOOL_TOO_OLD', { tool: 'pg_dump', version, program, server: serverMajor })
}

async function requireTool(program: string): Promise<DumpTool> {
  const tool = await askTool(program)
  if (tool !== null) return tool
  throw fail('SETTING_INVALID', {
    setting: '--pg-dump',
    from: 'the settings',
    detail: `${program} is no pg_dump that runs here`,
  })
}

/** `null` where there is no such program, or it is another one. */
async function askTool(program: string): Promise<DumpTool | null> {
  const answer = await run(program, ['--version']).catch(() => null)
  const [, version, major] = /^pg_dump \(PostgreSQL\) ((\d+)\S*)/.exec(answer?.stdout ?? '') ?? []
  return version === undefined ? null : { program, version, major: Number(major) }
}

async function configured(): Promise<readonly string[]> {
  const answer = await run('pg_config', ['--bindir']).catch(() => null)
  return answer === null ? [] : [answer.stdout.trim()]
}
