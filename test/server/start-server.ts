import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/kit/log.ts'
import type { Settings } from '../../src/model/settings.ts'
import { type ServeOptions, serve } from '../../src/server.ts'
import { testSettings } from '../http/test-app.ts'
import { toTarget } from '../support/target.ts'
import { writeFiles } from '../support/write-files.ts'

export interface TestServer {
  readonly url: string
  close(): Promise<void>
}

/** A changelog of one table. */
export const ORDERS = '--liquibase formatted sql\n--changeset anna:orders\nCREATE TABLE orders (id int);\n'

/**
 * A whole server in a state folder of its own, without sign-in, on `own` for its own tables; `files` are the changelogs
 * below its search path.
 */
export async function startServer(
  own: string,
  files: Readonly<Record<string, string>>,
  options: Partial<ServeOptions> = {},
  settings: Partial<Settings> = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-server-'))
  const root = writeFiles(files)
  const clean = (): void => {
    for (const each of [folder, root]) rmSync(each, { recursive: true, force: true })
  }
  try {
    const server = await serve(
      { ...testSettings(join(folder, 'state')), searchPath: [root], ...settings },
      {
        host: '127.0.0.1',
        port: 0,
        signIn: false,
        log: silentLog,
        manager: { database: toTarget(own), migrate: true },
        ...options,
      },
    )
    const close = async (): Promise<void> => {
      await server.close()
      clean()
    }
    return { url: server.url, close }
  } catch (error) {
    clean()
    throw error
  }
}
