import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerInstallation } from './choose-server.ts'
import { findServerProcess } from './find-server-process.ts'
import { lendFolder } from './lend-folder.ts'

export interface LaunchedServer {
  readonly port: number
  /** Settles when the server is gone, whoever ended it. */
  readonly ended: Promise<void>
  /** Disconnects every client and ends the server. */
  stop(): Promise<void>
}

/** Either a server that accepts connections, or what one said that ended before it did. */
export type Launch = { readonly server: LaunchedServer } | { readonly said: string }

const LOG_LIMIT = 5_000_000
const STOP_SECONDS = 20

// Our process holds the other end of descriptor 0. The system closes it whatever way we end, kill -9 included, and the
// reader then asks the server for a fast shutdown.
const GUARD = `exec 9<&0
"$@" </dev/null 9<&- & server=$!
( while read -r _; do :; done; kill -INT "$server" 2>/dev/null ) <&9 & reader=$!
exec 9<&-
wait "$server"; code=$?
kill "$reader" 2>/dev/null
exit "$code"`

/** Starts the server on 127.0.0.1:`port` under a guard that ends it with this process. */
export async function launchServer(
  installation: ServerInstallation,
  port: number,
  settings: Readonly<Record<string, string>>,
  deadline: number,
): Promise<Launch> {
  const { dataDir, logFile } = installation
  const logged = startLog(logFile)
  const child = spawnGuarded(installation, port, settings)
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  let gone = false
  void exited.then(() => {
    gone = true
  })
  while (!gone) {
    const found = findServerProcess(dataDir)
    if (found?.ready && found.port === port) return { server: guarded(child, exited, port, dataDir) }
    if (Date.now() > deadline) {
      await endServer(child, exited, dataDir)
      return { said: `not ready in time; ${lastWords(logFile, logged)}` }
    }
    await sleep(15)
  }
  return { said: lastWords(logFile, logged) }
}

function spawnGuarded(
  installation: ServerInstallation,
  port: number,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const place = lendFolder(installation, installation.dataDir, null)
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings }
  const args = ['-D', place.dir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const command = [join(installation.bin, 'postgres'), ...args]
  // Windows has no such shell: there the server outlives a killed parent, and the next start joins it.
  const [program, ...rest] = process.platform === 'win32' ? command : ['/bin/sh', '-c', GUARD, 'dvm-guard', ...command]
  const log = openSync(installation.logFile, 'a', 0o600)
  // A process group of its own: Ctrl-C is for us, and the server goes when we have answered the last request.
  const child = spawn(program ?? '', rest, { ...place.options, detached: true, stdio: place.stdio('pipe', log) })
  closeSync(log)
  place.close()
  child.unref()
  const hold = child.stdin as unknown as { unref?(): void } | null
  hold?.unref?.()
  return child
}

function guarded(child: ChildProcess, exited: Promise<void>, port: number, dataDir: string): LaunchedServer {
  // Should the guard be killed, its reader still ends the server; that takes a moment.
  const ended = exited.then(() => untilGone(dataDir))
  return { port, ended, stop: () => endServer(child, exited, dataDir) }
}

async function endServer(child: ChildProcess, exited: Promise<void>, dataDir: string): Promise<void> {
  child.ref()
  child.stdin?.end()
  if (process.platform === 'win32') child.kill()
  const patience = new AbortController()
  const overdue = sleep(STOP_SECONDS * 1000, 'overdue' as const, { signal: patience.signal }).catch(
    () => 'stopped' as const,
  )
  if ((await Promise.race([exited, overdue])) === 'overdue' && child.pid !== undefined)
    process.kill(-child.pid, 'SIGQUIT')
  patience.abort()
  await exited
  await untilGone(dataDir)
}

async function untilGone(dataDir: string): Promise<void> {
  for (let tries = 0; tries < 400 && findServerProcess(dataDir) !== null; tries++) await sleep(50)
}

/** Gives the size of the log so far, and empties it where it grew too long. */
function startLog(logFile: string): number {
  if (!existsSync(logFile)) return 0
  const { size } = statSync(logFile)
  if (size <= LOG_LIMIT) return size
  truncateSync(logFile)
  return 0
}

function lastWords(logFile: string, from: number): string {
  const said = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n')
  return said.slice(-6).join('\n') || `nothing was said in ${logFile}`
}
