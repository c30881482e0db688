import { resolve } from 'node:path'
import { Command } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import { act } from '../act.ts'
import { addAllow, addChangelogOptions, addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatVerification } from '../print/format-verification.ts'
import { readPreparation } from '../read-preparation.ts'
import { repeatable } from '../repeatable.ts'
import { findTarget } from '../require-target.ts'
import { addScopeOptions, readReportFiles, readScope, writeReports } from '../schema-scope.ts'
import { type Run, withContext } from '../with-context.ts'

export function verifyCommand(parts: Parts): Command {
  const command = new Command('verify')
    .summary('run a package on a scratch database and hold what it leaves against the truth')
    .description(
      'Runs a package twice on a scratch database and compares history and catalog with the database it was built from, ' +
        'or with the same point built from the changelog. A rollback package goes down and up again, a split one is run part ' +
        'after part, a Liquibase package as the changelog that it is. The database is only read; scratch databases are ' +
        'dropped. Ends with 0 if everything is equal, with 3 if anything differs.',
    )
    .argument('<package>', 'SQL or Liquibase package, or the folder, manifest.json or run.sql of a split one')
  addDatabaseOptions(addChangelogOptions(command))
  command
    .option('--from-database <url>', 'of an environment package: the database it begins at')
    .option('--to-database <url>', 'of an environment package: the database it leads to')
  command
    .optionsGroup('Proof:')
    .option('--base <package>', 'package to run first, instead of building one; may be repeated', repeatable)
    .option(
      '--data',
      'hold the rows of every table against the truth as well; --ignore leaves out tables and columns here, too',
    )
    .option(
      '--scratch-url <url>',
      'server for scratch databases (DVM_SCRATCH_URL; default: the same server if the role may create databases, else a private one)',
    )
    .option('--prepare <file>', 'SQL that is run on them first: what was there before the first changeset')
  addScopeOptions(command)
  addAllow(command, 'altered, drift, missing, repeated, executeCommand, customChange, customPrecondition')
  return addOutputOptions(addSourceOptions(command)).addHelpText('after', EXAMPLES).action(act(parts, verify))
}

const EXAMPLES = `
Examples:
  $ dvm verify shop.sql --database-url postgres://app@live/shop               a package of what ran there
  $ dvm verify v2.sql --changelog db/master.xml --database-url "$URL" --data  an incremental package, rows as well
  $ dvm verify release-7/ --database-url "$URL"                               a split package, all parts as one
  $ dvm verify shop.xml --changelog db/master.xml                             a Liquibase package, against the changelog
  $ dvm verify back.sql --changelog db/master.xml --report proof.html         a rollback package: down, up, and equal`

async function verify(run: Run, [named = '']: readonly string[]): Promise<void> {
  const { parts, flags, output } = run
  const reports = readReportFiles(run)
  const scope = readScope(run)
  const scratch = findTarget(run, 'scratchUrl')
  const bases = flags['base']
  const base = Array.isArray(bases) ? bases.map((one: string) => resolve(parts.directory, one)) : []
  const request = {
    file: resolve(parts.directory, named),
    base,
    scope,
    data: flags['data'] === true,
    scratch,
    prepare: readPreparation(run),
    onProgress: output.bar.onProgress,
  }
  const report = await withContext(
    run,
    { command: 'dvm verify', changelog: false, database: false },
    async (context) => {
      const { verifyPackage } = await import('../../task/verify-package.ts')
      return verifyPackage(context, request)
    },
  )
  const { verificationPage } = await import('../../task/verification-page.ts')
  writeReports(run, reports, report, () => verificationPage(report))
  output.result(report, () => formatVerification(named, report, output))
  if (!report.verified) throw fail('PACKAGE_UNPROVED', { path: request.file })
}
