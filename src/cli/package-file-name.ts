import { formatPackageFileName } from '../model/package.ts'
import type { Context } from '../task/context.ts'

/** Called by the database's name, else by the changelog's; made in the current directory. */
export function packageFileName({ settings, clock }: Context): string {
  const fromDatabase = settings.package.kind === 'offline' ? null : (settings.database?.database ?? null)
  const name = fromDatabase ?? baseName(settings.changelog ?? '')
  return formatPackageFileName(name, settings.generatedAt ?? clock.now().toISOString())
}

function baseName(path: string): string {
  const last = path.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/\.[A-Za-z]+$/, '')
}
