import { execFile } from 'node:child_process'
import { delimiter, join } from 'node:path'
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
const DEBIAN = '/usr/lib/postgresql/#/bin'
const FOLDERS = [DEBIAN, '/usr/pgsql-#/bin', '/opt/homebrew/opt/postgresql@#/bin', '/usr/local/opt/postgresql@#/bin']

/**
 * The `pg_dump` to read a server of a major version with: the one that is named, else the one of the server's own version,
 * else the oldest that is newer; looked for on PATH, in the packagers' folders and where pg_config says. pg_dump refuses
 * servers newer than itself. The search begins at once, while nobody knows the version yet; the answer fails with
 * TOOL_NOT_FOUND, TOOL_TOO_OLD, SETTING_INVALID. `realPath` resolves links, null for what is not there.
 */
export function findPgDump(
  named: string | null,
  realPath: (path: string) => string | null,
): (serverMajor: number) => Promise<DumpTool> {
  if (named !== null) {
    const tool = requireTool(named)
    // Whoever comes to an end before the answer is asked for need not hear of it.
    tool.catch(() => undefined)
    return async (serverMajor) => requireFit([await tool], serverMajor)
  }
  // A script, which looks for the real one in the same folder and takes longer over it than all that we do.
  if (programOnPath(realPath)?.endsWith('/pg_wrapper') === true) {
    return async (serverMajor) => (await askTool(inFolder(DEBIAN, serverMajor))) ?? lookAround(null, serverMajor)
  }
  const first = askTool('pg_dump')
  return async (serverMajor) => {
    const tool = await first
    return tool?.major === serverMajor ? tool : lookAround(tool, serverMajor)
  }
}

function programOnPath(realPath: (path: string) => string | null): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = realPath(join(folder, 'pg_dump'))
    if (path !== null) return path
  }
  return null
}

/** `first` is what PATH has, where that was asked already. */
async function lookAround(first: DumpTool | null, serverMajor: number): Promise<DumpTool> {
  const majors = Array.from({ length: OLDER + NEWER + 1 }, (_, n) => serverMajor - OLDER + n)
  const programs = [
    ...majors.flatMap((major) => FOLDERS.map((folder) => inFolder(folder, major))),
    ...(await configured()).map((folder) => join(folder, 'pg_dump')),
  ]
  const onPath = first ?? (await askTool('pg_dump'))
  const others = await Promise.all(programs.map((program) => askTool(program)))
  return requireFit(
    [onPath, ...others].filter((tool) => tool !== null),
    serverMajor,
  )
}

function inFolder(folder: string, major: number): string {
  return join(folder.replace('#', String(major)), 'pg_dump')
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
