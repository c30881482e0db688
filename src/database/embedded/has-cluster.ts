import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a private PostgreSQL was ever started for this state folder: looking makes none. */
export function hasCluster(stateDir: string): boolean {
  return existsSync(join(stateDir, 'postgres'))
}
