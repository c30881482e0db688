import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../errors/dvm-error.ts'
import type { ServerInstallation } from './choose-server.ts'
import { isAlive } from './find-server-process.ts'
import { lendFolder, runToEnd } from './lend-folder.ts'
import { giveTo } from './server-user.ts'

// Of the usual name: dumps give it objects. Not `dvm`: with a schema called like the user, "$user" in the search path
// would make that schema the default one as soon as a migration creates it.
export const SUPERUSER = 'postgres'
const PASSWORD_FILE = 'dvm.password'

/**
 * Makes the cluster where there is none. It is made in a draft folder and renamed, password included, so that the
 * folder is either a whole cluster or not there; of two makers, the first to rename wins.
 */
export async function ensureCluster(installation: ServerInstallation, sync: boolean): Promise<void> {
  const { dataDir, stateDir, user } = installation
  removeDeadDrafts(stateDir)
  if (existsSync(join(dataDir, 'PG_VERSION'))) return
  refuseStrangeFolder(dataDir)
  const draft = `${dataDir}.draft-${process.pid}-${randomBytes(3).toString('hex')}`
  const passwordFile = `${draft}.password`
  try {
    // Hex: a password that begins with "-" is taken for an option by other programs.
    writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
    mkdirSync(draft, { mode: 0o700 })
    giveTo(draft, user)
    giveTo(passwordFile, user)
    await initialise(installation, draft, passwordFile, sync)
    renameSync(passwordFile, join(draft, PASSWORD_FILE))
    if (sync) syncFolder(draft)
    moveIntoPlace(draft, dataDir)
    if (sync) syncFolder(stateDir)
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(passwordFile, { force: true })
  }
}

/** The superuser's password, which only the server's account and root can read. */
export function readPassword(dataDir: string): string {
  const file = join(dataDir, PASSWORD_FILE)
  if (!existsSync(file)) throw fail('EMBEDDED_FAILED', { detail: `${file} is missing; this cluster is not ours` })
  return readFileSync(file, 'utf8').trim()
}

function removeDeadDrafts(stateDir: string): void {
  for (const name of readdirSync(stateDir)) {
    const maker = /^postgres\.draft-(\d+)-/.exec(name)?.[1]
    if (maker !== undefined && !isAlive(Number(maker))) rmSync(join(stateDir, name), { recursive: true, force: true })
  }
}

function refuseStrangeFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return
  if (readdirSync(dataDir).length > 0) {
    throw fail('EMBEDDED_FAILED', { detail: `${dataDir} is neither empty nor a PostgreSQL cluster; move it away` })
  }
  rmdirSync(dataDir)
}

function moveIntoPlace(draft: string, dataDir: string): void {
  try {
    renameSync(draft, dataDir)
  } catch (cause) {
    const lost = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')
    if (!lost || !existsSync(join(dataDir, 'PG_VERSION'))) throw cause
  }
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

async function initialise(
  installation: ServerInstallation,
  draft: string,
  passwordFile: string,
  sync: boolean,
): Promise<void> {
  const place = lendFolder(installation, draft, passwordFile)
  const args = ['-D', place.dir, '-U', SUPERUSER, `--pwfile=${place.file}`, '-A', 'scram-sha-256', '-E', 'UTF8']
  // Without the C library's UTF-8 rules, upper() and lower() know ASCII only; sorting stays plain everywhere.
  args.push('--locale=C', ...(process.platform === 'linux' ? ['--lc-ctype=C.UTF-8'] : []))
  if (!sync) args.push('--no-sync')
  try {
    await runToEnd(place, join(installation.bin, 'initdb'), args)
  } finally {
    place.close()
  }
}
