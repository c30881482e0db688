import type { ExpectedAt, RollbackSection } from '../assemble/rollback-plan.ts'
import type { Client } from '../database/database.ts'
import { fail } from '../errors/dvm-error.ts'
import type { ExpectedRows } from '../model/rollback.ts'
import { countRows, tablesOfSchema } from '../schema/count-rows.ts'
import type { Context } from './context.ts'
import type { RollbackRequest } from './rollback-request.ts'

/** The row counts a target must have, each as long as the first section that takes rows of its table is still to come. */
export async function expectRows(
  context: Context,
  request: RollbackRequest,
  sections: readonly RollbackSection[],
): Promise<readonly ExpectedAt[]> {
  const given = (request.expectRows ?? []).map((one) => ({ ...one, first: firstOf(one, sections) }))
  if (request.expectSourceRows !== true) return given
  if (context.database === null) throw fail('DATABASE_REQUIRED', { command: '--expect-rows source' })
  const counted = await context.database.withReadOnly((client) =>
    countAll(client, context.settings.defaultSchema, sections),
  )
  // What is given by name counts more than what is counted.
  return [...given, ...counted.filter(({ table }) => !given.some((one) => areAlike(one.table, table)))]
}

async function countAll(
  client: Client,
  defaultSchema: string | null,
  sections: readonly RollbackSection[],
): Promise<readonly ExpectedAt[]> {
  const found = new Map<string, ExpectedAt>()
  for (const [index, { destroys }] of sections.entries()) {
    for (const { tables, schema } of destroys) {
      const inSchema = schema === null ? [] : await tablesOfSchema(client, schema)
      for (const table of [...tables, ...inSchema]) {
        const counted = await countRows(client, table, defaultSchema)
        // One that is not there now is made and taken away on the way back.
        if (counted === null || found.has(counted.name)) continue
        found.set(counted.name, { table: counted.name, rows: counted.rows, first: index + 1 })
      }
    }
  }
  return [...found.values()]
}

/** Number of the first section that takes rows of the table; 0 where none is known to. */
function firstOf({ table }: ExpectedRows, sections: readonly RollbackSection[]): number {
  const schema = partsOfName(table).at(-2)
  const at = sections.findIndex(({ destroys }) =>
    destroys.some(
      (one) => one.tables.some((other) => areAlike(other, table)) || (one.schema !== null && one.schema === schema),
    ),
  )
  return at + 1
}

/** Whether two names may be one table's: a name without a schema may stand for any. */
function areAlike(one: string, other: string): boolean {
  const [[name, schema], [otherName, otherSchema]] = [partsOfName(one).toReversed(), partsOfName(other).toReversed()]
  return name === otherName && (schema === undefined || otherSchema === undefined || schema === otherSchema)
}

/** The parts of a name written as SQL, as the catalog has them. */
export function partsOfName(name: string): readonly string[] {
  const parts = name.trim().match(/"(?:[^"]|"")+"|[^".\s]+/g) ?? []
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase()))
}
