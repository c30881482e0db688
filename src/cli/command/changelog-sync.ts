import { Command } from 'commander'
import { act } from '../act.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addRecordOptions,
  addSourceOptions,
} from '../options.ts'
import type { Parts } from '../parts.ts'
import { runSync } from '../run-sync.ts'

export function changelogSyncCommand(parts: Parts): Command {
  const command = new Command('changelog-sync')
    .summary('record all changesets as executed without running them')
    .description(
      'Writes a history entry for every changeset that the database lacks, and runs none: for a database that was made ' +
        'by other means. With --to-tag only up to the changeset that carries the tag.',
    )
  addChangelogOptions(command)
    .optionsGroup('How far:')
    .option('--to-tag <tag>', 'only up to the changeset that carries this tag, with it')
  addOutputOptions(addSourceOptions(addDatabaseOptions(addRecordOptions(command, 'drift, unknown-tag'))))
  return command
    .addHelpText('after', EXAMPLES)
    .action(act(parts, (run) => runSync(run, { command: 'dvm changelog-sync', reach: 'all' })))
}

const EXAMPLES = `
Examples:
  $ dvm changelog-sync --changelog db/master.xml --database-url "$DATABASE_URL" --dry-run
  $ dvm changelog-sync --changelog db/master.xml --database-url "$DATABASE_URL" --to-tag v1.4`
