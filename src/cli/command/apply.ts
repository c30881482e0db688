import { resolve } from 'node:path'
import { Command } from 'commander'
import { act } from '../act.ts'
import { addAllow, addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import { tellingOf } from '../output.ts'
import type { Parts } from '../parts.ts'
import { settleApply } from '../settle-apply.ts'
import { withContext } from '../with-context.ts'

export function applyCommand(parts: Parts): Command {
  const command = new Command('apply')
    .summary('run a package on a database')
    .description(
      'Runs a package and tells for every changeset whether it was applied, skipped, failed or never tried. ' +
        'What the database already has is skipped, so the same package can be run again.',
    )
    .argument('<package>', 'SQL package, made by dvm package')
  addOutputOptions(addSourceOptions(addAllow(addDatabaseOptions(command), 'altered')))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm apply shop.sql --database-url postgres://app@db.example/shop')
    .action(
      act(parts, async (run, [file = '']) => {
        const needs = { command: 'dvm apply', changelog: false, database: true }
        const path = resolve(parts.directory, file)
        const report = await withContext(run, needs, async (context) => {
          const { applyPackage } = await import('../../task/apply-package.ts')
          const allowAltered = context.settings.package.allow.includes('altered')
          return applyPackage(context, path, { allowAltered, ...tellingOf(run.output) })
        })
        settleApply(run, report)
      }),
    )
}
