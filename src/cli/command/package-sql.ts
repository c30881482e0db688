import { resolve } from 'node:path'
import { Command } from 'commander'
import type { PackageManifest } from '../../model/package.ts'
import { VERSION_FORMS } from '../../model/version.ts'
import type { BuildRequest } from '../../task/build-package.ts'
import type { Context } from '../../task/context.ts'
import { act } from '../act.ts'
import { checkManifestFile, writeManifest } from '../manifest-file.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addPackageOptions,
  addRangeOptions,
  addSourceOptions,
  addUpToOptions,
} from '../options.ts'
import { openOutput } from '../output.ts'
import { packageFileName } from '../package-file-name.ts'
import type { Parts } from '../parts.ts'
import { type ExplainedChangeset, formatDecisions } from '../print/format-decisions.ts'
import { formatPackage } from '../print/format-package.ts'
import { shownPath } from '../shown-path.ts'
import { wantsFingerprint } from '../wants-fingerprint.ts'
import { type Run, withContext } from '../with-context.ts'

export function packageSqlCommand(parts: Parts): Command {
  const command = new Command('sql')
    .summary('build one SQL file that rebuilds or updates a database')
    .description(
      'Builds one pure SQL file with everything inside. It runs in psql, pgAdmin, DBeaver and JDBC alike, skips what the ' +
        'target already has, and records every changeset as Liquibase would.',
    )
  addChangelogOptions(command).option(
    '--kind <kind>',
    'deployed, pending or offline (default: deployed with a database)',
  )
  addRangeOptions(addUpToOptions(command))
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(command))))
  return command
    .option('--out <file>', 'file to write; - is standard output')
    .option('--manifest <file>', "write the package's manifest, as JSON, to this file")
    .option('--no-fingerprint', "do not look at the source's catalog, whose fingerprint goes into the package")
    .option('--explain', 'list every changeset with the reason why it is in or out')
    .addHelpText('after', `${VERSIONS}${EXAMPLES}`)
    .action(act(parts, (run) => packageSql(run)))
}

const VERSIONS = `
A version is ${VERSION_FORMS}; a word alone is a tag, order:0 the empty
database. With a database versions are those of its history, without one (or with --kind offline) those of the changelog.
The package refuses a target that does not stand at "from", and says where it stands.
`

const EXAMPLES = `
Examples:
  $ dvm package sql --changelog db/master.xml                            the whole changelog, no database needed
  $ dvm package sql --changelog db/master.xml --database-url "$URL"      what ran there, as one file
  $ dvm package sql --changelog db/master.xml --database-url "$URL" --kind pending --out - | psql target
  $ dvm package sql --changelog db/master.xml --database-url "$URL" --from v1.4 --to v2.0
  $ dvm package sql --changelog db/master.xml --database-url "$URL" --from date:2026-11-01 --out november.sql
  $ dvm package sql --changelog db/master.xml --from tag:v1.4 --to id:orders-12::anna       no database: two points of the changelog
  $ dvm package sql --changelog db/master.xml --from-database "$PRODUCTION" --to-database "$STAGING"`

async function packageSql(given: Run): Promise<void> {
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
    return list + formatPackage(file === null ? null : shownPath(file, parts.directory), manifest, run.output)
  })
}

async function build(
  run: Run,
  piped: boolean,
  explained: ExplainedChangeset[],
): Promise<{ readonly file: string | null; readonly manifest: PackageManifest }> {
  const needs = { command: 'dvm package sql', changelog: true, database: false }
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
    const { buildPackage } = await import('../../task/build-package.ts')
    return { file, manifest: await buildPackage(context, request) }
  })
}

function outFile({ parts, flags }: Run, context: Context): string {
  const given = flags['out']
  return resolve(parts.directory, typeof given === 'string' ? given : packageFileName(context))
}
