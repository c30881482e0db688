import type { Client } from '../database/database.ts'
import type { UnexpectedRows } from '../model/verification.ts'
import { type DataTable, digestColumns, digestTable, readDataTables, type TableDigest } from '../schema/data-digest.ts'
import { patternsFor } from '../schema/ignore-differences.ts'
import { qualifiedName } from '../sql/sql.ts'

/** Above it a digest of each column costs more than it tells. */
const MOST_ROWS_FOR_COLUMNS = 100_000

export interface TableRows extends TableDigest {
  /** By column; null for a table of very many rows. */
  readonly columns: ReadonlyMap<string, string> | null
}

export interface ReadRows {
  readonly tables: ReadonlyMap<string, TableRows>
  /** Patterns that left out a table's rows or a column's values. */
  readonly used: ReadonlySet<string>
}

export interface ReadRowsRequest {
  readonly schemas: readonly string[] | null
  /** Names of tables, in any schema. */
  readonly except: readonly string[]
  /** What leaves out a table or a column leaves out its rows or its values, too. */
  readonly ignore: readonly string[]
}

/** Digests the rows of every table. As `digestTable`. */
export async function readRows(client: Client, { schemas, except, ignore }: ReadRowsRequest): Promise<ReadRows> {
  const tables = new Map<string, TableRows>()
  const used = new Set<string>()
  const isLeftOut = (kind: 'table' | 'column', name: string): boolean => {
    const found = patternsFor(kind, name, ignore)
    for (const pattern of found) used.add(pattern)
    return found.length > 0
  }
  for (const table of await readDataTables(client, { schemas, except })) {
    if (isLeftOut('table', table.label)) continue
    const columns = table.columns.filter(({ label }) => !isLeftOut('column', label))
    tables.set(qualifiedName(table.schema, table.name), await digestRows(client, table, columns))
  }
  return { tables, used }
}

async function digestRows(client: Client, table: DataTable, columns: DataTable['columns']): Promise<TableRows> {
  const all = columns.length === table.columns.length
  const digest = await digestTable(client, table, all ? null : columns)
  const few = digest.rows <= MOST_ROWS_FOR_COLUMNS
  return { ...digest, columns: few ? await digestColumns(client, table, columns) : null }
}

/** Tables whose rows differ, or that only one side has. */
export function unexpectedRows(expected: ReadRows, found: ReadRows): readonly UnexpectedRows[] {
  const names = [...new Set([...expected.tables.keys(), ...found.tables.keys()])].sort()
  return names.flatMap((table) => {
    const [one, other] = [expected.tables.get(table) ?? null, found.tables.get(table) ?? null]
    if (one?.rows === other?.rows && one?.digest === other?.digest) return []
    return [{ table, expected: bare(one), found: bare(other), columns: differingColumns(one, other) }]
  })
}

function bare(rows: TableRows | null): TableDigest | null {
  return rows === null ? null : { rows: rows.rows, digest: rows.digest }
}

function differingColumns(one: TableRows | null, other: TableRows | null): readonly string[] {
  if (one?.rows !== other?.rows || !one?.columns || !other?.columns) return []
  const others = other.columns
  return [...one.columns].flatMap(([column, digest]) => (others.get(column) === digest ? [] : [column]))
}
