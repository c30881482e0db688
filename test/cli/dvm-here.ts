import { resolve } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { main } from '../../src/cli/main.ts'
import { compose } from '../../src/compose.ts'
import { toFile } from '../../src/deliver/to-file.ts'
import { systemClock } from '../../src/kit/clock.ts'
import type { Environment } from '../../src/settings/settings-input.ts'
import { readNamedFile } from '../../src/storage/read-named-file.ts'
import { withOwnTables } from '../../src/with-own-tables.ts'
import { type Answer, givenParts } from './run-main.ts'

/** Runs a command line in this process, with disk and database: what `dvm` would do here. */
export async function dvmHere(args: readonly string[], environment: Environment = {}, input = ''): Promise<Answer> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const said = Promise.all([text(stdout), text(stderr)])
  const directory = process.cwd()
  const code = await main(args, {
    ...givenParts(environment, stdout, stderr),
    directory,
    clock: systemClock,
    readFile: (path) => readNamedFile(path, directory),
    writeFile: (path, content) => {
      toFile(resolve(directory, path), (sink) => sink.write(content))
    },
    stdin: Readable.from([Buffer.from(input)]),
    withManager: withOwnTables,
    compose: (settings, log) => compose(settings, { log }),
  })
  stdout.end()
  stderr.end()
  const [out, err] = await said
  return { code, stdout: out, stderr: err }
}
