import { type StdioOptions, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { ServerInstallation } from './choose-server.ts'
import { canReach } from './server-user.ts'

/** What `spawn` needs so that the server's account works in a folder. */
export interface ServerPlace {
  /** The folder's name for the server's processes, whose descriptor 3 must be `fd`. */
  readonly dir: string
  /** The same for a further file, their descriptor 4. */
  readonly file: string | null
  readonly options: {
    readonly cwd: string
    readonly uid?: number
    readonly gid?: number
    readonly env: NodeJS.ProcessEnv
  }
  /** `stdio` with descriptors 3 and 4 added. */
  stdio(first: 'ignore' | 'pipe', out: 'pipe' | number): StdioOptions
  close(): void
}

/**
 * Lends `folder` (and `file`) to the server's account. Below a parent it may not enter (a checkout in /root), no path
 * leads the account there; but Linux lets a process name what root opened for it: /proc/self/fd/3. PostgreSQL's
 * processes keep inherited descriptors all their life. (/proc/self/cwd would not do: before version 16 its programs
 * leave their working directory and come back by path.)
 */
export function lendFolder({ user }: ServerInstallation, folder: string, file: string | null): ServerPlace {
  const named = process.platform !== 'linux' || canReach(folder, user)
  const opened = [folder, ...(file === null ? [] : [file])].map((path) => (named ? null : openSync(path, 'r')))
  return {
    dir: named ? folder : '/proc/self/fd/3',
    file: named || file === null ? file : '/proc/self/fd/4',
    options: { cwd: '/', env: serverEnvironment(), ...(user === null ? {} : { uid: user.uid, gid: user.gid }) },
    stdio: (first, out) => [first, out, out, ...opened.map((fd) => fd ?? ('ignore' as const))],
    close: () => {
      for (const fd of opened) if (fd !== null) closeSync(fd)
    },
  }
}

/** Runs a program of the server's to its end in a lent folder. Fails with what it said. */
export async function runToEnd(place: ServerPlace, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { ...place.options, stdio: place.stdio('ignore', 'pipe') })
  const said: string[] = []
  child.stdout?.on('data', (piece: Buffer) => said.push(piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => said.push(piece.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said.join('').trim()}`)
}

/** Our own PG* variables would reach into the server's settings; its messages are read in English. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_|npm_)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}
