import { resolve } from 'node:path'
import { main, reportLost } from './cli/main.ts'
import type { Parts } from './cli/parts.ts'
import { toFile } from './deliver/to-file.ts'
import { systemClock } from './kit/clock.ts'
import { tuneCompiler } from './kit/tune-compiler.ts'
import { processEnvironment } from './settings/process-environment.ts'
import { readNamedFile } from './storage/read-named-file.ts'

// 128 + signal number, as shells report it.
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

if (process.argv[2] !== 'serve') tuneCompiler()

const directory = process.cwd()

const parts: Parts = {
  directory,
  environment: processEnvironment(),
  // Read by few: merely to look at it would open it.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  secrets: [],
  readFile: (path) => readNamedFile(path, directory),
  writeFile: (path, text) => {
    toFile(resolve(directory, path), (sink) => sink.write(text))
  },
  compose: async (settings, log) => (await import('./compose.ts')).compose(settings, { log }),
  withManager: async (place, log, use) => (await import('./with-own-tables.ts')).withOwnTables(place, log, use),
  serve: async (settings, options) => {
    const server = await (await import('./server.ts')).serve(settings, options)
    // From here on the server closes in order, by its own handlers.
    for (const signal of Object.keys(SIGNALS)) process.removeListener(signal, endNow)
    process.on('SIGHUP', () => server.hangUp())
    return server
  },
}

// Everything but a server ends at once: `exit` takes temporary files away, and the database rolls back what was under way
// when the connection goes.
function endNow(signal: keyof typeof SIGNALS): void {
  process.exit(SIGNALS[signal])
}
for (const signal of Object.keys(SIGNALS)) process.on(signal, endNow)

// A reader that went away (`| head`) is no failure of ours. An update under way must go on to its end, so nothing stops
// here; a package that is being piped fails at its own stream.
let lost: string | null = null
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error.code ?? error.message
  })
}

// A run whose answer never came is no success. Not set beforehand: commander reads `process.exitCode`, too.
let answered = false
process.on('exit', (code) => {
  if (!answered && code === 0) process.exitCode = 1
  // An answer that a full disk swallowed is no success either; a failure has been told already.
  if (lost !== null && code === 0) process.exitCode = reportLost(lost, process.argv.slice(2), parts)
})
void main(process.argv.slice(2), parts).then((code) => {
  answered = true
  process.exitCode = code
})
