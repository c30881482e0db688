import type { Client } from '../../database/database.ts'
import type { PlacedTables } from '../../model/settings.ts'
import { identifier, literal, qualifiedName } from '../../sql/sql.ts'

const ROWS_PER_INSERT = 200

/**
 * INSERTs of the history's rows, in running order, with every column the table has, whoever added it. The client must be
 * inside a transaction.
 */
export async function historyRows(client: Client, tables: PlacedTables): Promise<string> {
  const table = qualifiedName(tables.schema, tables.changelog)
  const { rows: columns } = await client.query<{ name: string }>({
    text: `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0
      AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    values: [table],
  })
  const names = columns.map(({ name }) => identifier(name))
  const cells = names.map((name) => `${name}::text`).join(', ')
  // A target may read 02/03 as another day than the source wrote.
  await client.query("SET LOCAL DateStyle = 'ISO, YMD'")
  const { rows } = await client.query<{ cells: (string | null)[] }>(
    `SELECT ARRAY[${cells}] AS cells FROM ${table} ORDER BY orderexecuted, dateexecuted, id`,
  )
  let text = ''
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    const values = rows.slice(at, at + ROWS_PER_INSERT).map((row) => `  (${row.cells.map(literal).join(', ')})`)
    text += `INSERT INTO ${table} (${names.join(', ')}) OVERRIDING SYSTEM VALUE VALUES\n${values.join(',\n')};\n`
  }
  return text
}

/** Nobody holds the changelog lock of a database that is being made. */
export function freeLockRow({ schema, lock }: PlacedTables): string {
  return `INSERT INTO ${qualifiedName(schema, lock)} (id, locked) VALUES (1, FALSE);\n`
}
