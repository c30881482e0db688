import { resolve } from 'node:path'
import { Command } from 'commander'
import type { BundleManifest } from '../../model/bundle.ts'
import { LIQUIBASE_PACKAGE } from '../../model/package.ts'
import type { BuildRequest } from '../../task/build-package.ts'
import type { Context } from '../../task/context.ts'
import { act } from '../act.ts'
import { checkManifestFile, writeManifest } from '../manifest-file.ts'
import {
  addBundleOptions,
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addSourceOptions,
  addUpToOptions,
} from '../options.ts'
import { openOutput } from '../output.ts'
import { packageFileName } from '../package-file-name.ts'
import type { Parts } from '../parts.ts'
import { formatBundle } from '../print/format-bundle.ts'
import { type ExplainedChangeset, formatDecisions } from '../print/format-decisions.ts'
import { shownPath } from '../shown-path.ts'
import { wantsFingerprint } from '../wants-fingerprint.ts'
import { type Run, withContext } from '../with-context.ts'

export function packageLiquibaseCommand(parts: Parts): Command {
  const command = new Command('liquibase')
    .summary('build one XML changelog that Liquibase runs')
    .description(
      'Builds one XML changelog with everything inside: included changelogs, SQL files, CSV files, properties. Changesets ' +
        'keep id, author, path and checksum, so that Liquibase runs it on an empty database and has nothing to do with it ' +
        'on the source.',
    )
  addChangelogOptions(command).option(
    '--kind <kind>',
    'deployed, pending or offline (default: deployed with a database)',
  )
  addUpToOptions(command)
  addOutputOptions(addSourceOptions(addBundleOptions(addDatabaseOptions(command))))
  return command
    .option('--out <file>', 'file to write; - is standard output')
    .option('--manifest <file>', "write the package's manifest, as JSON, to this file")
    .option('--no-fingerprint', "do not look at the source's catalog, whose fingerprint goes into the package")
    .option('--explain', 'list every changeset with the reason why it is in or out')
    .addHelpText('after', EXAMPLES)
    .action(act(parts, (run) => packageLiquibase(run)))
}

const EXAMPLES = `
Examples:
  $ dvm package liquibase --changelog db/master.xml                            the whole changelog, no database needed
  $ dvm package liquibase --changelog db/master.xml --database-url "$URL"      what ran there, in that order
  $ dvm package liquibase --changelog db/master.xml --database-url "$URL" --kind pending --out release-7.xml
  $ liquibase update --changelog-file=release-7.xml --url="$JDBC_URL"`

async function packageLiquibase(given: Run): Promise<void> {
  const { parts, flags } = given
  const piped = flags['out'] === '-'
  // Standard output then carries the package and nothing else.
  const run = piped ? { ...given, output: openOutput(parts, flags, parts.stderr) } : given
  const explained: ExplainedChangeset[] = []
  const { file, manifest } = await build(run, piped, explained)
  writeManifest(run, manifest)
  run.output.warnings(manifest.warnings)
  const decisions = flags['explain'] === true ? { decisions: explained } : {}
  run.output.result({ file, ...manifest, ...decisions }, () => {
    const list = flags['explain'] === true ? `${formatDecisions(explained, run.output)}\n` : ''
    return list + formatBundle(file === null ? null : shownPath(file, parts.directory), manifest, run.output)
  })
}

async function build(
  run: Run,
  piped: boolean,
  explained: ExplainedChangeset[],
): Promise<{ readonly file: string | null; readonly manifest: BundleManifest }> {
  const needs = { command: 'dvm package liquibase', changelog: true, database: false }
  return withContext(run, needs, async (context) => {
    const file = piped ? null : outFile(run, context)
    checkManifestFile(run, file)
    const request: BuildRequest = {
      kind: context.settings.package.kind,
      target: file === null ? { stream: run.parts.stdout } : { file },
      fingerprint: wantsFingerprint(run, context),
      onProgress: run.output.bar.onProgress,
      onDecision: (changeset, decision) => explained.push({ key: changeset.key, place: changeset.place, decision }),
    }
    const { buildBundle } = await import('../../task/build-bundle.ts')
    return { file, manifest: await buildBundle(context, request) }
  })
}

function outFile({ parts, flags }: Run, context: Context): string {
  const given = flags['out']
  return resolve(parts.directory, typeof given === 'string' ? given : packageFileName(context, LIQUIBASE_PACKAGE))
}
