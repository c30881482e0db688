import { statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Whether a path that a person named is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** The path of a file right in the folder, or null: a name that leads elsewhere names none. */
export function findFile(folder: string, name: string): string | null {
  if (name === '' || basename(name) !== name) return null
  const path = join(folder, name)
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? path : null
}
