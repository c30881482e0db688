import { createHash } from 'node:crypto'
import connectPgSimple from 'connect-pg-simple'
import session, { type Store } from 'express-session'
import type { Manager } from '../../task/manager.ts'

type Options = NonNullable<ConstructorParameters<ReturnType<typeof connectPgSimple>>[0]>

const PgStore = connectPgSimple(session)

/** A store that is closed when the server is. */
export interface ClosableStore extends Store {
  close(): Promise<void> | void
}

/** Sessions by the digest of their ids: who reads the table cannot take one over. */
class DigestedStore extends PgStore {
  override get(sid: string, callback: Parameters<Store['get']>[1]): void {
    super.get(digest(sid), callback)
  }
  override set(sid: string, ...rest: Rest<Store['set']>): void {
    super.set(digest(sid), ...rest)
  }
  override touch(sid: string, ...rest: Rest<NonNullable<Store['touch']>>): void {
    super.touch(digest(sid), ...rest)
  }
  override destroy(sid: string, ...rest: Rest<Store['destroy']>): void {
    super.destroy(digest(sid), ...rest)
  }
}

type Rest<F extends (...given: never[]) => unknown> = Parameters<F> extends [unknown, ...infer R] ? R : never

/** Sessions in the product's own tables, so that all instances share them; those that are over are removed now and then. */
export function createSessionStore({ database, log }: Pick<Manager, 'database' | 'log'>): ClosableStore {
  const pool = {
    query: (text: string, values: readonly unknown[] = []) =>
      database.withClient((client) => client.query({ text, values })),
  }
  return new DigestedStore({
    // It asks for no more of a pool than this.
    pool: pool as unknown as Options['pool'],
    schemaName: 'dvm',
    tableName: 'session',
    errorLog: (...said: unknown[]) => log.warn('sessions', { reason: said.map(String).join(' ') }),
  })
}

function digest(sid: string): string {
  return createHash('sha256').update(sid).digest('base64url')
}
