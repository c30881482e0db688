import { Command } from 'commander'
import { fail } from '../../errors/dvm-error.ts'
import type { ComparisonReport } from '../../model/comparison.ts'
import type { DatabaseTarget } from '../../model/settings.ts'
import { act } from '../act.ts'
import { addOutputOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatComparison } from '../print/format-comparison.ts'
import { findTarget } from '../require-target.ts'
import { addScopeOptions, readReportFiles, readScope, writeReports } from '../schema-scope.ts'
import { type Run, requireSettings } from '../with-context.ts'

export function compareCommand(parts: Parts): Command {
  const command = new Command('compare')
    .summary('compare two databases: histories, objects, and what would make them equal')
    .description(
      'Compares the histories of two databases and their catalogs, object by object, and names the package that would bring ' +
        'the target to the source. Both connections are read-only. Ends with 0 if they are equal, with 3 if not.',
    )
    .optionsGroup('Databases:')
    .option('--source <url>', 'the database that is as it should be (DVM_SOURCE_URL)')
    .option('--target <url>', 'the database that is held against it (DVM_TARGET_URL)')
    .option('--liquibase-schema <name>', 'schema of the Liquibase tables, in both')
    .option('--changelog-table <name>', 'history table, in both (default: databasechangelog)')
    .option('--lock-table <name>', 'lock table, in both (default: databasechangeloglock)')
  return addOutputOptions(addScopeOptions(command)).addHelpText('after', EXAMPLES).action(act(parts, compare))
}

const EXAMPLES = `
Passwords come from the URLs, PGPASSWORD or a password file (PGPASSFILE).

Examples:
  $ dvm compare --source postgres://app@test/shop --target postgres://app@live/shop
  $ dvm compare --source "$TEST_URL" --target "$LIVE_URL" --report differences.html --ignore 'table:public.tmp_*'`

async function compare(run: Run): Promise<void> {
  const settings = requireSettings(run, { command: 'dvm compare', changelog: false, database: false })
  const [source, target] = [requireSide(run, 'source'), requireSide(run, 'target')]
  const files = readReportFiles(run)
  const scope = readScope(run)
  const open = (database: DatabaseTarget) => run.parts.compose({ ...settings, database }, run.output.log)
  const [one, other] = [await open(source), await open(target)]
  try {
    const { compareDatabases } = await import('../../task/compare-databases.ts')
    const report = await compareDatabases(one, other, scope)
    const { comparisonPage } = await import('../../task/comparison-page.ts')
    writeReports(run, files, report, () => comparisonPage(report))
    run.output.result(report, () => formatComparison(report, run.output))
    if (!report.equal) throw differ(report)
  } finally {
    await Promise.all([one.database?.close(), other.database?.close()])
  }
}

function requireSide(run: Run, name: 'source' | 'target'): DatabaseTarget {
  const found = findTarget(run, name)
  if (found !== null) return found
  throw fail('SETTING_MISSING', { setting: `--${name}`, detail: 'two databases are compared' })
}

function differ({ source, target, history, differences }: ComparisonReport): Error {
  const count = history.length + differences.length
  return fail('DATABASES_DIFFER', { source: source.label, target: target.label, count })
}
