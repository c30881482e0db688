import { resolve } from 'node:path'
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
import { formatBuildManifest } from '../print/format-build-manifest.ts'
import { withContext } from '../with-context.ts'

export function manifestCommand(parts: Parts): Command {
  const command = new Command('manifest')
    .summary('describe this build for a deployment manifest')
    .description(
      'Builds a package, checks health and measures both: the fragment "components.DatabaseVersionManager" of a build ' +
        'manifest, with every reason why it is not ready to deploy.',
    )
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(addChangelogOptions(command)))))
  return command
    .option('--package <file>', 'keep the package that is built in this file')
    .addHelpText('after', '\nExample:\n  $ dvm manifest --changelog db/master.xml --package shop.sql --format json')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm manifest', changelog: true, database: false }
        const given = run.flags['package']
        const file = typeof given === 'string' ? resolve(parts.directory, given) : null
        const manifest = await withContext(run, needs, async (context) => {
          const { describeBuild } = await import('../../task/describe-build.ts')
          return describeBuild(context, file)
        })
        run.output.result(manifest, () => formatBuildManifest(manifest, run.output))
      }),
    )
}
