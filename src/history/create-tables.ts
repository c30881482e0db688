import type { Client } from '../database/database.ts'
import type { PlacedTables } from '../model/settings.ts'
import { dollarQuoted, qualifiedName } from '../sql/sql.ts'
import { loadPackageTemplate } from '../template/load-templates.ts'
import { fillTemplate } from '../template/template.ts'

/**
 * Makes the two Liquibase tables where they are missing, and brings a history that an older Liquibase made up to date, as
 * packages do (StandardChangeLogHistoryService.init). Fails with DATABASE_QUERY_FAILED where the schema is missing, or the
 * table is no history.
 */
export async function createTables(client: Client, tables: PlacedTables): Promise<void> {
  const code = fillTemplate(loadPackageTemplate('tables'), {
    schema: tables.schema,
    lockTable: qualifiedName(tables.schema, tables.lock),
    historyTable: qualifiedName(tables.schema, tables.changelog),
    lockPrimaryKey: `${tables.lock}_pkey`,
  })
  await client.query(`DO ${dollarQuoted(`\nBEGIN\n${code}\nEND\n`, 'dvm')}`)
}
