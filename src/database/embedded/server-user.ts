import { chownSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fail } from '../../errors/dvm-error.ts'

/** The unprivileged account that runs the server when we are root: PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/**
 * `null` when this process is not root and can run the server itself. An existing cluster keeps its owner, also when a
 * user `postgres` comes with a package later. Fails with EMBEDDED_UNAVAILABLE.
 */
export function findServerUser(dataDir: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(dataDir, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name)
    const [uid, gid] = [Number(account?.[2]), Number(account?.[3])]
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0) return { uid, gid }
  }
  throw fail('EMBEDDED_UNAVAILABLE', { detail: 'root may not run PostgreSQL, and there is no user postgres or nobody' })
}

export function giveTo(path: string, user: ServerUser | null): void {
  if (user !== null) chownSync(path, user.uid, user.gid)
}

/** Whether the user can enter every folder on the way to `path`, itself included. Access lists are not looked at. */
export function canReach(path: string, user: ServerUser | null): boolean {
  if (user === null) return true
  const here = resolve(path)
  const { mode, uid, gid } = statSync(here)
  const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  if ((mode & enter) === 0) return false
  return dirname(here) === here || canReach(dirname(here), user)
}
