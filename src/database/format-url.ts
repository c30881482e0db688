import type { DatabaseTarget } from '../model/settings.ts'

/** A URL by which the database can be named again: without password and parameters. */
export function formatUrl({ user, host, port, database }: DatabaseTarget): string {
  const [who, name] = [encodeURIComponent(user), encodeURIComponent(database)]
  // A folder with the server's socket.
  if (host.startsWith('/')) {
    const folder = host.split('/').map(encodeURIComponent).join('/')
    return `postgres://${who}@/${name}?host=${folder}&port=${port}`
  }
  return `postgres://${who}@${host.includes(':') ? `[${host}]` : host}:${port}/${name}`
}
