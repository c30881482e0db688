import type { DatabaseTarget } from '../model/settings.ts'
import { readTarget } from '../settings/read-target.ts'
import type { Run } from './with-context.ts'

/** A database that a flag beside `--database-url` names, or null; its password is known as a secret from then on. */
export function findTarget(
  { parts, flags, output }: Run,
  name: 'source' | 'target' | 'scratchUrl',
): DatabaseTarget | null {
  const { target, warnings } = readTarget(
    {
      directory: parts.directory,
      flags,
      environment: parts.environment,
      defaultsFile: null,
      passwordFile: null,
      needs: { command: '', changelog: false, database: false },
    },
    name,
  )
  if (target?.password) parts.secrets.push(target.password)
  output.warnings(warnings)
  return target
}
