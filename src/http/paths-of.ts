import type { RouteContract } from './contract/route.ts'

const BASE = '/api/v1'

/** Every path a route answers at, the documented one first, with Express's holes. */
export function pathsOf({ path, at, aliases = [] }: RouteContract): readonly string[] {
  const own = at === 'root' ? [path] : [`${BASE}${path}`, path]
  return [...own, ...aliases].map((whole) => whole.replace(/\{(\w+)\}/g, ':$1'))
}
