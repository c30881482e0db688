import { formatPackageFileName } from '../model/package.ts'

/** Called by the database's name; a package that was built without one by `offline`. */
export function packageFileName(database: string | null, generatedAt: string): string {
  return formatPackageFileName(database ?? 'offline', generatedAt)
}
