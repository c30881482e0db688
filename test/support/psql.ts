import { type ChildProcess, spawn } from 'node:child_process'
import { cleanEnvironment, type ProcessResult, runProcess } from './run-process.ts'

export interface PsqlOptions {
  /** `-v ON_ERROR_STOP=1`. Without it psql goes on after an error and exits 0, as it does for most people. */
  readonly onErrorStop?: boolean
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** `psql -f file`, as a stranger would run it. `-X`, because a developer's ~/.psqlrc is no part of the proof. */
export function psql(url: string, file: string, options: PsqlOptions = {}): Promise<ProcessResult> {
  return runProcess('psql', psqlArguments(url, file, options), { cwd: options.cwd, env: cleanEnvironment(options.env) })
}

/** The same, handed out while it runs, for tests that kill it. Its output is thrown away. */
export function startPsql(url: string, file: string, options: PsqlOptions = {}): ChildProcess {
  return spawn('psql', psqlArguments(url, file, options), { env: cleanEnvironment(options.env), stdio: 'ignore' })
}

function psqlArguments(url: string, file: string, options: PsqlOptions): string[] {
  return ['-X', ...(options.onErrorStop ? ['-v', 'ON_ERROR_STOP=1'] : []), '-f', file, '-d', url]
}
