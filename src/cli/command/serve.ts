import { Command } from 'commander'
import { act } from '../act.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addPackageOptions,
  addSourceOptions,
} from '../options.ts'
import type { Parts } from '../parts.ts'
import { addServerOptions } from '../server-options.ts'
import { requireServerSettings } from '../server-settings.ts'

const EXAMPLES = `
Examples:
  $ dvm serve --changelog db/master.xml --database-url "$DATABASE_URL" --port 3000
  $ dvm serve --host 0.0.0.0 --tls-cert dvm.crt --tls-key dvm.key --public-url https://dvm.example.com:8080 \\
      --manager-url "$MANAGER_URL" --target "shop=$SHOP_URL+shop/master.xml" --target "crm=$CRM_URL+crm/master.xml"`

export function serveCommand(parts: Parts): Command {
  const command = new Command('serve')
    .summary('serve packages and history over HTTP, with a page')
    .description(
      'Serves the page and the HTTP API on this machine. Without a database it runs a private PostgreSQL below the ' +
        "state folder, and without a changelog it deploys the product's own.",
    )
  addServerOptions(
    addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(addChangelogOptions(command))))),
  )
  return command.addHelpText('after', EXAMPLES).action(
    act(parts, async (run) => {
      const needs = { command: 'dvm serve', changelog: false, database: false }
      const { settings, server } = requireServerSettings(run, needs)
      const running = await parts.serve(settings, server)
      run.output.result({ url: running.url }, () => `listening on ${running.url}\n`)
      await running.closed
    }),
  )
}
