import { fail } from '../errors/dvm-error.ts'
import { renderPreconditions } from '../render/render-precondition.ts'
import { dollarQuoted, identifier, literal, qualifiedName, trusted } from '../sql/sql.ts'
import type { Context } from './context.ts'
import type { ReadChangelog } from './read-changelog.ts'
import type { LockedHistory } from './with-locked-history.ts'

/**
 * The preconditions of the changelogs, decided on the live database as a package decides them. Fails with
 * PRECONDITION_FAILED where they do not hold: Liquibase validates them before every command that reads a changelog.
 */
export async function checkPreconditions(
  context: Context,
  { changelog }: ReadChangelog,
  { client, tables }: LockedHistory,
): Promise<void> {
  const historyTable = qualifiedName(tables.schema, tables.changelog)
  const codes = changelog.preconditions.map((one) =>
    renderPreconditions(one, {
      subject: `changelog ${one.place.file}`,
      historyTable,
      level: 'changelog',
      quotingStrategy: changelog.quotingStrategy,
      tables: [tables.changelog, tables.lock],
    }),
  )
  const [first] = codes
  if (first === undefined) return
  const { defaultSchema } = context.settings
  const path =
    defaultSchema === null
      ? ''
      : `  PERFORM pg_catalog.set_config('search_path', ${literal(`${identifier(defaultSchema)}, `)} || pg_catalog.current_setting('search_path'), true);\n`
  const body = `\nDECLARE\n${first.declarations}BEGIN\n${path}${codes.map((one) => one.code).join('')}END\n`
  try {
    await client.query(`DO ${dollarQuoted(trusted(body), 'dvm')}`)
  } catch (error) {
    const { cause } = error as { cause?: Error & { code?: string } }
    // The code a condition that does not hold ends with; anything else is a fault of its own.
    if (cause?.code !== '55000') throw error
    throw fail('PRECONDITION_FAILED', { reason: cause.message }, null, { cause })
  }
}
