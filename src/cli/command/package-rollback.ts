import { resolve } from 'node:path'
import { Command } from 'commander'
import type { RollbackManifest } from '../../model/rollback.ts'
import { VERSION_FORMS } from '../../model/version.ts'
import type { Context } from '../../task/context.ts'
import { act } from '../act.ts'
import { checkManifestFile, writeManifest } from '../manifest-file.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addPackageOptions,
  addRollbackOptions,
  addSourceOptions,
} from '../options.ts'
import { openOutput } from '../output.ts'
import { packageFileName } from '../package-file-name.ts'
import type { Parts } from '../parts.ts'
import { formatRollback, formatUndoes } from '../print/format-rollback.ts'
import { listOf, readExpectedRows, readPoint } from '../rollback-flags.ts'
import { shownPath } from '../shown-path.ts'
import { type Run, withContext } from '../with-context.ts'

export function packageRollbackCommand(parts: Parts): Command {
  const command = new Command('rollback')
    .summary('build one SQL file that takes a database back')
    .description(
      'Builds one pure SQL file that undoes what ran after a point, the last changeset first, as liquibase rollback does: ' +
        'by the rollback of each changeset, else by the inverse of its changes, else, clearly marked, by one that the ' +
        'grammar of PostgreSQL proposes for raw SQL. What cannot be undone is listed before anything is written.',
    )
  addRollbackOptions(addChangelogOptions(command))
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(command))))
  return command
    .option('--out <file>', 'file to write; - is standard output')
    .option('--manifest <file>', "write the package's manifest, as JSON, to this file")
    .option('--explain', 'list every changeset with how it is undone and why')
    .addHelpText('after', HELP)
    .action(act(parts, (run) => packageRollback(run)))
}

const HELP = `
A version is ${VERSION_FORMS}; a word alone is a tag.
With a database its history says what ran; without one all of the changelog counts as run.

Examples:
  $ dvm package rollback --changelog db/master.xml --database-url "$URL" --to v1.4
  $ dvm package rollback --changelog db/master.xml --database-url "$URL" --count 1 --explain
  $ dvm package rollback --changelog db/master.xml --database-url "$URL" --to-date 2026-11-01 --expect-rows source
  $ dvm package rollback --changelog db/master.xml --database-url "$URL" --to v1.4 --chain releases/ --out back.sql`

async function packageRollback(given: Run): Promise<void> {
  const { parts, flags } = given
  const piped = flags['out'] === '-'
  // Standard output then carries the package and nothing else.
  const run = piped ? { ...given, output: openOutput(parts, flags, parts.stderr) } : given
  const { file, manifest } = await build(run, piped)
  writeManifest(run, manifest)
  run.output.warnings(manifest.warnings)
  run.output.result({ file, ...manifest }, () => {
    const list = flags['explain'] === true ? `${formatUndoes(manifest.undoes, run.output)}\n` : ''
    return list + formatRollback(file === null ? null : shownPath(file, parts.directory), manifest, run.output)
  })
}

async function build(
  run: Run,
  piped: boolean,
): Promise<{ readonly file: string | null; readonly manifest: RollbackManifest }> {
  const { parts, flags } = run
  const needs = { command: 'dvm package rollback', changelog: true, database: false }
  const expected = readExpectedRows(flags['expectRows'])
  return withContext(run, needs, async (context) => {
    const to = readPoint(flags, context.settings)
    const file = piped ? null : outFile(run, context)
    checkManifestFile(run, file)
    const { buildRollback } = await import('../../task/build-rollback.ts')
    const manifest = await buildRollback(context, {
      to,
      target: file === null ? { stream: parts.stdout } : { file },
      allowIrreversible: flags['allowIrreversible'] === true,
      proposed: flags['proposed'] !== false,
      ...expected,
      chain: listOf(flags['chain']).map((path) => resolve(parts.directory, path)),
      onProgress: run.output.bar.onProgress,
    })
    return { file, manifest }
  })
}

function outFile({ parts, flags }: Run, context: Context): string {
  const given = flags['out']
  const name = packageFileName(context).replace('-database-package-', '-rollback-package-')
  return resolve(parts.directory, typeof given === 'string' ? given : name)
}
