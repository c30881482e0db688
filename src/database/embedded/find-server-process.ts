import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A live server of a data folder, as its postmaster.pid tells. */
export interface ServerProcess {
  readonly pid: number
  readonly port: number
  /** Whether it accepts connections. */
  readonly ready: boolean
}

/**
 * The server that runs on `dataDir`, or `null`. A postmaster.pid whose process number now belongs to a stranger (after a
 * kill -9 and a restarted container) is removed: PostgreSQL itself would take the stranger for its own kind.
 */
export function findServerProcess(dataDir: string): ServerProcess | null {
  const file = join(dataDir, 'postmaster.pid')
  const lines = readIfThere(file)?.split('\n')
  const pid = Number(lines?.[0])
  if (lines === undefined || !Number.isInteger(pid) || pid <= 0) return null
  if (!isAlive(pid)) return null
  if (!isPostmaster(pid, dataDir)) {
    rmSync(file, { force: true })
    return null
  }
  // Line 4 is the port, line 8 the state (PostgreSQL, src/include/utils/pidfile.h).
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isPostmaster(pid: number, dataDir: string): boolean {
  if (process.platform !== 'linux') return true
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === null) return false
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? []
  if (name !== 'postgres' || state === 'Z') return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir)
  } catch {
    // Root in a container may not look at other accounts' processes; the name must do then.
    return true
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (['ENOENT', 'ESRCH'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null
    throw cause
  }
}
