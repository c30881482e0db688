import { formatPackageFileName, type PackageForm } from '../model/package.ts'
import type { Context } from '../task/context.ts'

/** Called by the database's name, else by the changelog's; made in the current directory. */
export function packageFileName({ settings, clock }: Context, form?: PackageForm): string {
  const { range } = settings
  const source = range?.kind === 'databases' ? range.to : settings.database
  const fromDatabase = settings.package.kind === 'offline' ? null : (source?.database ?? null)
  const name = fromDatabase ?? baseName(settings.changelog ?? '')
  return formatPackageFileName(name, settings.generatedAt ?? clock.now().toISOString(), form)
}

function baseName(path: string): string {
  const last = path.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/\.[A-Za-z]+$/, '')
}
