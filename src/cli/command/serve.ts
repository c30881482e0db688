import { Command } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import { act } from '../act.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addPackageOptions,
  addSourceOptions,
} from '../options.ts'
import type { Parts } from '../parts.ts'
import { requireSettings } from '../with-context.ts'

const HIGHEST_PORT = 65_535

export function serveCommand(parts: Parts): Command {
  const command = new Command('serve')
    .summary('serve packages and history over HTTP, with a page')
    .description(
      'Serves the page and the HTTP API on this machine. Without a database it runs a private PostgreSQL below the ' +
        "state folder, and without a changelog it deploys the product's own.",
    )
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(addChangelogOptions(command)))))
  return command
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes any free one (default: 8080, or the next free one)')
    .option('--no-deploy', 'do not deploy the changelog first')
    .addHelpText(
      'after',
      '\nExample:\n  $ dvm serve --changelog db/master.xml --database-url "$DATABASE_URL" --port 3000',
    )
    .action(
      act(parts, async (run) => {
        const settings = requireSettings(run, { command: 'dvm serve', changelog: false, database: false })
        const host = String(run.flags['host'])
        const server = await parts.serve(settings, {
          host,
          port: readPort(run.flags['port']),
          deploy: run.flags['deploy'] !== false,
        })
        run.output.result({ url: server.url }, () => `listening on ${server.url}\n`)
        await server.closed
      }),
    )
}

function readPort(given: unknown): number | null {
  if (given === undefined) return null
  const port = typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (port <= HIGHEST_PORT) return port
  const detail = `it must be a whole number from 0 to ${HIGHEST_PORT}`
  throw fail('SETTING_INVALID', { setting: '--port', from: 'the command line', detail })
}
