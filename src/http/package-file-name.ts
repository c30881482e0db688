/**
 * `<database>-database-package-YYYYMMDD_HHmmss.sql`, in UTC. Of the database's name only letters, digits, `_`, `.` and
 * `-` stay, so that it can be quoted in a header and saved on any disk.
 */
export function packageFileName(database: string | null, generatedAt: string): string {
  const safe = (database ?? 'offline')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 64)
  const digits = new Date(generatedAt).toISOString().replace(/\D/g, '')
  return `${safe === '' ? 'database' : safe}-database-package-${digits.slice(0, 8)}_${digits.slice(8, 14)}.sql`
}
