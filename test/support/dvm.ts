import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment, type ProcessResult, runProcess } from './run-process.ts'

const entry = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export interface DvmOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

/** Runs the built command line, as users get it. */
export function dvm(args: readonly string[], options: DvmOptions = {}): Promise<ProcessResult> {
  if (!existsSync(entry)) throw new Error('dist/cli.js is missing: build it first (npm run build)')
  return runProcess(process.execPath, [entry, ...args], { cwd: options.cwd, env: cleanEnvironment(options.env) })
}
