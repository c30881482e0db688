import { Command } from 'commander'
import { act } from '../act.ts'
import { addDatabaseOptions, addHistoryOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import { tellingOf } from '../output.ts'
import type { Parts } from '../parts.ts'
import { formatClearChecksums } from '../print/format-clear-checksums.ts'
import { withContext } from '../with-context.ts'

export function clearChecksumsCommand(parts: Parts): Command {
  const command = new Command('clear-checksums')
    .summary('forget every recorded checksum')
    .description(
      'Takes MD5SUM out of every history entry. The next update fills in what the files then say: an edit made before ' +
        'that is not found any more.',
    )
  addOutputOptions(addSourceOptions(addDatabaseOptions(addHistoryOptions(command))))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm clear-checksums --database-url postgres://app@db.example/shop --dry-run')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm clear-checksums', changelog: false, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { clearChecksums } = await import('../../task/clear-checksums.ts')
          return clearChecksums(context, { dryRun: run.flags['dryRun'] === true, ...tellingOf(run.output) })
        })
        run.output.result(report, () => formatClearChecksums(report, run.output))
      }),
    )
}
