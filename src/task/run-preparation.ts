import type { Client } from '../database/database.ts'
import { placeWithin } from '../document/place-within.ts'
import { DvmError, fail } from '../errors/dvm-error.ts'
import type { Place } from '../model/place.ts'
import type { Preparation } from '../model/preparation.ts'
import { scanStatements } from '../sql/scan-statements.ts'

/**
 * Runs the SQL of a file statement by statement, as psql sends them: together they would be one transaction, which CREATE
 * DATABASE refuses. What fails is told with its place in the file: SQL_UNTERMINATED, DATABASE_*.
 */
export async function runPreparation(client: Client, { file, text: whole }: Preparation): Promise<void> {
  for (const { text, line, column, unterminated } of scanStatements([whole])) {
    if (unterminated !== null) {
      const { what, line: opened, column: at } = unterminated
      throw fail('SQL_UNTERMINATED', { what }, { file, line: opened + 1, column: at })
    }
    try {
      await client.query(text)
    } catch (error) {
      if (!(error instanceof DvmError)) throw error
      throw placed(error, text, { file, line: line + 1, column })
    }
  }
}

/** The server counts characters from the statement's first; where it tells none the statement's beginning has to do. */
function placed(error: DvmError, text: string, start: Place): DvmError {
  const { cause } = error
  const position = cause instanceof Error && 'position' in cause ? Number(cause.position) : Number.NaN
  const before = Number.isInteger(position) ? [...text].slice(0, position - 1).join('') : ''
  const place = placeWithin(text, before.length, start)
  const [first, ...rest] = error.complaints
  return new DvmError([{ ...first, place: first.place ?? place }, ...rest], { cause })
}
