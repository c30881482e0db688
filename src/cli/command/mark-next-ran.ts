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

export function markNextRanCommand(parts: Parts): Command {
  const command = new Command('mark-next-ran')
    .summary('record the next changeset as executed without running it')
    .description('Writes a history entry for the first changeset that the database lacks, and does not run it.')
  addRecordOptions(addChangelogOptions(command), 'drift')
  addOutputOptions(addSourceOptions(addDatabaseOptions(command)))
  return command
    .addHelpText(
      'after',
      '\nExample:\n  $ dvm mark-next-ran --changelog db/master.xml --database-url "$DATABASE_URL" --dry-run',
    )
    .action(act(parts, (run) => runSync(run, { command: 'dvm mark-next-ran', reach: 'next' })))
}
