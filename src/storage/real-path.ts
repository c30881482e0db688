import { realpathSync } from 'node:fs'

/** The path with every link in it resolved; `null` where it leads nowhere. */
export function realPath(path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

/** The system's word for what went wrong, e.g. `EACCES`. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
}
