import { isAbsolute, relative } from 'node:path'

/** A path as one would type it here; one that lies elsewhere stays whole. */
export function shownPath(path: string, directory: string): string {
  const short = relative(directory, path)
  return short.startsWith('..') || isAbsolute(short) ? path : short
}
