import type { DatabaseTarget } from '../../src/model/settings.ts'

/** A URL of `freshDatabase` as the target that `openDatabase` takes. */
export function toTarget(url: string, changes: Partial<DatabaseTarget> = {}): DatabaseTarget {
  const { hostname, port, pathname, username, password } = new URL(url)
  const target = { host: hostname, port: Number(port), database: pathname.slice(1), user: username, password }
  return { ...target, ssl: false, parameters: {}, ...changes }
}
