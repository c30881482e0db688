import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment, runProcess } from './run-process.ts'

const home = fileURLToPath(new URL('../../node_modules/liquibase/dist/liquibase', import.meta.url))
const library = join(home, 'internal', 'lib')
const warmSource = fileURLToPath(new URL('./WarmLiquibase.java', import.meta.url))
// Short calls: what the optimising compiler and a concurrent collector cost is never earned back.
const jvmOptions = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx768m']

export interface LiquibaseOptions {
  readonly changelogFile: string
  readonly searchPath: string
  readonly contexts?: string
  readonly labels?: string
  readonly defines?: Readonly<Record<string, string>>
  /** Further global options, before the command. */
  readonly global?: readonly string[]
  /** Further options of the command, after it. */
  readonly extra?: readonly string[]
}

export interface LiquibaseResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs real Liquibase (npm package `liquibase`, a development dependency), the judge of the interop suite. In a warm JVM
 * where Java can compile the few lines that keep it, in a new one per call where only a JRE is installed.
 */
export async function liquibase(url: string, command: string, options: LiquibaseOptions): Promise<LiquibaseResult> {
  if (!existsSync(library)) throw new Error('npm package liquibase is missing: run npm ci')
  const args = liquibaseArguments(url, command, options)
  warm ??= startWarm()
  const port = await warm
  return port === null ? runCold(args) : runWarm(port, args)
}

function liquibaseArguments(url: string, command: string, options: LiquibaseOptions): string[] {
  const target = new URL(url)
  const database = `jdbc:postgresql://${target.host}${target.pathname}${target.search}`
  return [
    '--show-banner=false',
    `--url=${database}`,
    `--username=${decodeURIComponent(target.username)}`,
    `--password=${decodeURIComponent(target.password)}`,
    `--changelog-file=${options.changelogFile}`,
    `--search-path=${options.searchPath}`,
    ...(options.global ?? []),
    command,
    ...(options.contexts === undefined ? [] : [`--contexts=${options.contexts}`]),
    ...(options.labels === undefined ? [] : [`--label-filter=${options.labels}`]),
    ...(options.extra ?? []),
    ...Object.entries(options.defines ?? {}).map(([name, value]) => `-D${name}=${value}`),
  ]
}

let warm: Promise<number | null> | undefined

/** The port of the warm JVM; `null` where there is no compiler for it. */
function startWarm(): Promise<number | null> {
  const jars = readdirSync(library).filter((name) => name.endsWith('.jar'))
  const classPath = jars.map((name) => join(library, name)).join(':')
  const child = spawn('java', [...jvmOptions, '-cp', classPath, warmSource], {
    // Liquibase reads a liquibase.properties of the folder it stands in.
    cwd: library,
    env: cleanEnvironment({ LIQUIBASE_HOME: home }),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', () =>
      reject(new Error('java is missing: install a Java runtime (Debian: default-jre-headless)')),
    )
    child.once('exit', () => resolve(null))
    child.stdout.once('data', (line: Buffer) => {
      letGo(child)
      resolve(Number(line.toString().trim()))
    })
  })
}

/** The JVM must not keep the test run alive; it ends by itself when its standard input closes with this process. */
function letGo(child: ChildProcessByStdio<Writable, Readable, null>): void {
  child.unref()
  // Pipes to a child are sockets, whatever the type says.
  for (const pipe of [child.stdin, child.stdout] as unknown as readonly Socket[]) pipe.unref()
}

async function runWarm(port: number, args: readonly string[]): Promise<LiquibaseResult> {
  const reply = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: args.join('\0') })
  const bytes = Buffer.from(await reply.arrayBuffer())
  const head = bytes.indexOf('\n')
  const [exitCode = 99, length = 0] = bytes.subarray(0, head).toString().split(' ').map(Number)
  const output = bytes.subarray(head + 1)
  return { exitCode, stdout: output.subarray(0, length).toString(), stderr: output.subarray(length).toString() }
}

async function runCold(args: readonly string[]): Promise<LiquibaseResult> {
  const jar = join(library, 'liquibase-core.jar')
  const env = cleanEnvironment({ LIQUIBASE_HOME: home })
  const result = await runProcess('java', [...jvmOptions, '-jar', jar, ...args], { cwd: library, env })
  return { exitCode: result.code ?? 99, stdout: result.stdout, stderr: result.stderr }
}
