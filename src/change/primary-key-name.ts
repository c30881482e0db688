const MAX_BYTES = 63
const SUFFIX = '_pkey'

/**
 * The name PostgreSQL would give a table's primary key. One that is too long is cut, and then loses one more character,
 * which may have been cut in half. Rule: PostgresDatabase.generatePrimaryKeyName.
 */
export function primaryKeyName(tableName: string): string {
  const bytes = Buffer.from(tableName)
  const room = MAX_BYTES - SUFFIX.length
  if (bytes.length <= room) return `${tableName}${SUFFIX}`
  return `${bytes.subarray(0, room).toString().slice(0, -1)}${SUFFIX}`
}
