import type { Context } from '../task/context.ts'

/**
 * `<database or changelog>-database-package-YYYYMMDD_HHmmss.sql`, time in UTC. Of the name only letters, digits, `_`,
 * `.` and `-` stay, so that it is one file in this directory, on any disk.
 */
export function packageFileName({ settings, clock }: Context): string {
  const fromDatabase = settings.package.kind === 'offline' ? null : (settings.database?.database ?? null)
  const name = fromDatabase ?? baseName(settings.changelog ?? '')
  const safe = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 64)
  const digits = (settings.generatedAt ?? clock.now().toISOString()).replace(/\D/g, '')
  return `${safe === '' ? 'database' : safe}-database-package-${digits.slice(0, 8)}_${digits.slice(8, 14)}.sql`
}

function baseName(path: string): string {
  const last = path.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/\.[A-Za-z]+$/, '')
}
