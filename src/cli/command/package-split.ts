import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import type { SplitBy } from '../../model/split.ts'
import { act } from '../act.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addPackageOptions,
  addSourceOptions,
  addUpToOptions,
} from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatSplit } from '../print/format-split.ts'
import { wantsFingerprint } from '../wants-fingerprint.ts'
import { type Run, withContext } from '../with-context.ts'

export function packageSplitCommand(parts: Parts): Command {
  const command = new Command('split')
    .summary('build the same package as numbered files')
    .description(
      'Builds a SQL package as numbered files in a folder: by phase (before and after the deployment, definitions and ' +
        'rows apart) or by size. Each file is a package of its own that asks its target for those before it, so they can ' +
        'be run days apart; run.sql runs them all, manifest.json fixes order and digests.',
    )
  addChangelogOptions(command).option(
    '--kind <kind>',
    'deployed, pending or offline (default: deployed with a database)',
  )
  addUpToOptions(command)
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(command))))
  return command
    .requiredOption('--out <folder>', 'folder to make; one that is there must be empty')
    .addOption(new Option('--by <what>', 'where to cut (default: phase)').choices(['phase', 'size']))
    .option(
      '--after-deploy <labels>',
      'label expression of what runs after the deployment, e.g. "post-deploy or contract"',
    )
    .option(
      '--max-size <megabytes>',
      'with --by size: how long a file may be; a longer changeset has one of its own (default: 10)',
    )
    .option('--no-fingerprint', "do not look at the source's catalog, whose fingerprint goes into the package")
    .addHelpText('after', EXAMPLES)
    .action(act(parts, (run) => packageSplit(run)))
}

const EXAMPLES = `
Examples:
  $ dvm package split --changelog db/master.xml --out release-7 --after-deploy contract
  $ dvm package split --changelog db/master.xml --out release-7 --by size --max-size 50
  $ psql -f release-7/run.sql "$TARGET_URL"`

async function packageSplit(run: Run): Promise<void> {
  const { parts, flags, output } = run
  const named = String(flags['out'])
  const by = readBy(flags)
  const needs = { command: 'dvm package split', changelog: true, database: false }
  const manifest = await withContext(run, needs, async (context) => {
    const { buildSplit } = await import('../../task/build-split.ts')
    const folder = resolve(parts.directory, named)
    const { kind } = context.settings.package
    const fingerprint = wantsFingerprint(run, context)
    return buildSplit(context, { kind, by, folder, fingerprint, onProgress: output.bar.onProgress })
  })
  output.warnings(manifest.warnings)
  output.result({ folder: named, ...manifest }, () => formatSplit(named, manifest, output))
}

function readBy(flags: Run['flags']): SplitBy {
  const { by, afterDeploy, maxSize } = flags
  if (by !== 'size') {
    if (maxSize !== undefined) throw wrong('--max-size', 'it goes with --by size')
    return { kind: 'phase', afterDeploy: typeof afterDeploy === 'string' ? afterDeploy : null }
  }
  if (afterDeploy !== undefined) throw wrong('--after-deploy', 'it goes with --by phase')
  const megabytes = maxSize === undefined ? 10 : Number(maxSize)
  if (!(megabytes > 0 && Number.isFinite(megabytes))) throw wrong('--max-size', 'give a number of megabytes above 0')
  return { kind: 'size', maxBytes: Math.round(megabytes * 1_000_000) }
}

function wrong(setting: string, detail: string): Error {
  return fail('SETTING_INVALID', { setting, from: 'the command line', detail })
}
