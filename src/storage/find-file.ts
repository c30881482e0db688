import { type Stats, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Whether a path that a person named is a folder. */
export function isFolder(path: string): boolean {
  return find(path)?.isDirectory() === true
}

/** The path of a file right in the folder, or null: a name that leads elsewhere names none. */
export function findFile(folder: string, name: string): string | null {
  if (name === '' || basename(name) !== name) return null
  const path = join(folder, name)
  return find(path)?.isFile() === true ? path : null
}

/** What cannot be looked at, as a name that is too long, is nothing here; whoever opens it is told why. */
function find(path: string): Stats | null {
  try {
    return statSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
