import { Command } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import { act } from '../act.ts'
import { addChangelogOptions, addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatValidation } from '../print/format-validation.ts'
import { withContext } from '../with-context.ts'

export function validateCommand(parts: Parts): Command {
  const command = new Command('validate')
    .summary('recompute every checksum and look for faults')
    .description(
      'Recomputes every checksum, and lists edited, missing and repeated changesets, and files that no changelog ' +
        'includes. Ends with exit code 3 if anything does not match.',
    )
  addOutputOptions(addSourceOptions(addDatabaseOptions(addChangelogOptions(command))))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm validate --changelog db/master.xml --database-url "$DATABASE_URL"')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm validate', changelog: true, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { validate } = await import('../../task/validate.ts')
          return validate(context)
        })
        run.output.warnings(report.warnings)
        run.output.result(report, () => formatValidation(report, run.output))
        const count = report.faults.filter((fault) => fault.kind !== 'orphan').length
        if (!report.ok) throw fail('VALIDATION_FAILED', { count })
      }),
    )
}
