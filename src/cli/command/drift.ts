import { Command } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import { act } from '../act.ts'
import { addAllow, addChangelogOptions, addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatDrift } from '../print/format-drift.ts'
import { readPreparation } from '../read-preparation.ts'
import { findTarget } from '../require-target.ts'
import { addScopeOptions, readReportFiles, readScope, writeReports } from '../schema-scope.ts'
import { type Run, withContext } from '../with-context.ts'

export function driftCommand(parts: Parts): Command {
  const command = new Command('drift')
    .summary('find what a database has that no changeset made, and the reverse')
    .description(
      'Runs again on a scratch database what the history says ran, and compares its catalog with the live one. The live ' +
        'database is only read; the scratch database is dropped. Ends with 0 without drift, with 3 if there is any.',
    )
  addDatabaseOptions(addChangelogOptions(command))
  command
    .optionsGroup('Scratch database:')
    .option(
      '--scratch-url <url>',
      'server to make it on (DVM_SCRATCH_URL; default: the same server if the role may create databases, else a private one)',
    )
    .option('--prepare <file>', 'SQL that is run on it first: what was there before the first changeset')
  addScopeOptions(command)
  addAllow(command, 'drift, missing, repeated, executeCommand, customChange, customPrecondition')
  return addOutputOptions(addSourceOptions(command)).addHelpText('after', EXAMPLES).action(act(parts, drift))
}

const EXAMPLES = `
Examples:
  $ dvm drift --changelog db/master.xml --database-url postgres://app@live/shop
  $ dvm drift --changelog db/master.xml --database-url "$URL" --ignore 'index:*.tmp_*' --report drift.html
  $ dvm drift --changelog db/master.xml --database-url "$URL" --scratch-url postgres://ci@scratch/postgres`

async function drift(run: Run): Promise<void> {
  const { output } = run
  const files = readReportFiles(run)
  const scope = readScope(run)
  const scratch = findTarget(run, 'scratchUrl')
  const prepare = readPreparation(run)
  const needs = { command: 'dvm drift', changelog: true, database: true }
  const report = await withContext(run, needs, async (context) => {
    const { findDrift } = await import('../../task/find-drift.ts')
    return findDrift(context, { scope, scratch, prepare, onProgress: output.bar.onProgress })
  })
  const { driftPage } = await import('../../task/drift-page.ts')
  writeReports(run, files, report, () => driftPage(report))
  output.result(report, () => formatDrift(report, output))
  if (report.drifted) {
    throw fail('DRIFT_FOUND', { database: report.database.label, count: report.differences.length })
  }
}
