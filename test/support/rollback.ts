import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RollbackManifest, RollbackPoint } from '../../src/model/rollback.ts'
import { buildRollback } from '../../src/task/build-rollback.ts'
import type { RollbackRequest } from '../../src/task/rollback-request.ts'
import { type Files, runPackage, type ServerSaid, type Wishes, withContext, withSession } from './package.ts'

export interface BuiltBack {
  readonly file: string
  readonly text: string
  readonly manifest: RollbackManifest
}

/** Everything that ran. */
export const ALL: RollbackPoint = { kind: 'count', count: 1000 }

/** Builds a rollback package; with `url` from what ran there, else from the whole changelog. */
export async function buildBack(
  files: Files,
  wishes: Wishes = {},
  request: Partial<Omit<RollbackRequest, 'target'>> = {},
): Promise<BuiltBack> {
  return withContext(files, wishes, async (context) => {
    const file = join(context.settings.searchPath[0] ?? '', 'back.sql')
    const manifest = await buildRollback(context, { to: ALL, ...request, target: { file } })
    return { file, text: readFileSync(file, 'utf8'), manifest }
  })
}

/** Runs a package on a session of its own, and goes on after errors. */
export function send(url: string, text: string): Promise<ServerSaid> {
  return withSession(url, (client) => runPackage(client, text))
}
