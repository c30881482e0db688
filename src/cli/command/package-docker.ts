import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { DockerForm, DumpKind } from '../../model/dump-manifest.ts'
import { formatPackageFileName } from '../../model/package.ts'
import type { Context } from '../../task/context.ts'
import { act } from '../act.ts'
import { addFullOptions, readDumpOptions, withoutTransaction } from '../dump-options.ts'
import { addChangelogOptions, addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatDocker } from '../print/format-docker.ts'
import { refuseUnread } from '../refuse-unread.ts'
import { programOf } from '../run-dump.ts'
import { shownPath } from '../shown-path.ts'
import { type Run, withContext } from '../with-context.ts'

export function packageDockerCommand(parts: Parts): Command {
  const command = new Command('docker')
    .summary('build a Docker build context around a package')
    .description(
      'Builds a folder or tar file from which `docker build` makes an image: one that is the database, or one that runs ' +
        'the package against a database that the environment names. The package is checked before it is run.',
    )
    .optionsGroup('Image:')
    .addOption(new Option('--of <kind>', 'package inside').choices(['sql', 'schema', 'full']).default('sql'))
    .addOption(new Option('--form <form>', 'what the image does').choices(['database', 'migrate']).default('database'))
    .option('--base-image <image>', "image to build on (default: postgres:<source's major, else 16>-bookworm)")
  addChangelogOptions(command).option('--kind <kind>', 'with --of sql: deployed, pending or offline')
  addOutputOptions(addSourceOptions(addFullOptions(addDatabaseOptions(command))))
  return command
    .option('--out <path>', 'new folder, or a file that ends in .tar')
    .addHelpText('after', EXAMPLES)
    .action(act(parts, packageDocker))
}

const EXAMPLES = `
Examples:
  $ dvm package docker --changelog db/master.xml --out image
  $ dvm package docker --of full --database-url "$URL" --out shop.tar && docker build -t shop - < shop.tar
  $ dvm package docker --changelog db/master.xml --form migrate --base-image postgres:17-alpine --out migrate`

async function packageDocker(run: Run): Promise<void> {
  const { parts, flags } = run
  const of = flags['of'] as 'sql' | DumpKind
  refuseUnread(flags, UNREAD[of], `it says nothing of a package of kind ${of} (--of)`)
  const options = readDumpOptions(flags)
  const needs = { command: `dvm package docker --of ${of}`, changelog: of === 'sql', database: of !== 'sql' }
  const given = { ...run, flags: withoutTransaction(flags) }
  const { out, manifest } = await withContext(given, needs, async (context) => {
    const { buildDockerContext } = await import('../../task/build-docker-context.ts')
    const out = outPath(run, context)
    const pgDump = typeof flags['pgDump'] === 'string' ? programOf(flags['pgDump'], parts.directory) : null
    const manifest = await buildDockerContext(context, {
      of,
      form: flags['form'] as DockerForm,
      baseImage: typeof flags['baseImage'] === 'string' ? flags['baseImage'] : null,
      out,
      dump: { options, pgDump },
      onProgress: run.output.bar.onProgress,
    })
    return { out, manifest }
  })
  run.output.warnings(manifest.warnings)
  run.output.result({ out, ...manifest }, () => formatDocker(shownPath(out, parts.directory), manifest, run.output))
}

const OF_CHANGELOG = ['--kind', '--changelog', '--search-path', '--contexts', '--label-filter', '--define']
const OF_DATABASE = [
  '--schemas',
  '--exclude-table',
  '--no-owner',
  '--no-privileges',
  '--no-history',
  '--transaction',
  '--pg-dump',
]
const OF_ROWS = [
  '--exclude-table-data',
  '--no-data',
  '--no-indexes',
  '--no-functions',
  '--inserts',
  '--rows-per-insert',
]
const UNREAD: Readonly<Record<'sql' | DumpKind, readonly string[]>> = {
  sql: [...OF_DATABASE, ...OF_ROWS],
  schema: [...OF_CHANGELOG, ...OF_ROWS],
  full: OF_CHANGELOG,
}

function outPath({ parts, flags }: Run, { settings, clock }: Context): string {
  const given = flags['out']
  if (typeof given === 'string') return resolve(parts.directory, given)
  const name = `${settings.database?.database ?? 'database'}-docker`
  const file = formatPackageFileName(name, settings.generatedAt ?? clock.now().toISOString())
  return resolve(parts.directory, file.replace(/\.sql$/, ''))
}
