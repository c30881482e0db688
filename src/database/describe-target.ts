import type { DatabaseTarget } from '../model/settings.ts'

/** `user@host:port/database`, the form every message uses: without password and parameters. */
export function describeTarget({ user, host, port, database }: DatabaseTarget): string {
  const name = host.includes(':') ? `[${host}]` : host
  return `${user}@${name}:${port}/${database}`
}
