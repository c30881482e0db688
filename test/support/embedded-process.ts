import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { buildSync } from 'esbuild'
import type { DatabaseTarget } from '../../src/model/settings.ts'

export interface EmbeddedProcess {
  readonly child: ChildProcess
  readonly target: DatabaseTarget
}

const PROGRAM = `
  import { startEmbedded } from './src/database/embedded/start-embedded.ts'
  import { silentLog } from './src/kit/log.ts'
  const server = await startEmbedded(process.argv[2] ?? '', silentLog, { settings: { fsync: 'off' }, sync: false })
  process.stdout.write(JSON.stringify(server.target) + '\\n')
  setInterval(() => undefined, 1000)`

/** Node 20 runs no TypeScript: the program is bundled, packages and all, into the state folder. */
function buildProgram(stateDir: string): string {
  const outfile = join(stateDir, `program-${Math.random()}.mjs`)
  const require = `import { createRequire as from } from 'node:module'; const require = from(${JSON.stringify(resolve('package.json'))})`
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: resolve('.'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    banner: { js: require },
    outfile,
  })
  return outfile
}

/** Another process that starts the embedded server in `stateDir` and stays until it is killed. */
export async function startInProcess(stateDir: string): Promise<EmbeddedProcess> {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, [buildProgram(stateDir), stateDir], { stdio: [...stdio] })
  if (child.stdout === null) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) return { child, target: JSON.parse(line) }
  throw new Error('the process ended before its server ran')
}

/** kill -9, and the end of the process seen. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await gone
}
