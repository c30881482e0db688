import { readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isArchiveName } from './archive-root.ts'
import { normalizeSearchPath } from './normalize-search-path.ts'
import type { Duplicates } from './open-source-storage.ts'
import { openSourceStorage } from './open-source-storage.ts'
import { type PathStates, statePath } from './path-states.ts'
import type { ListOptions, LocatedFile, SourceStorage } from './source-storage.ts'

export interface TracedSources {
  readonly sources: SourceStorage
  /** Every file and folder that was looked at so far, those that were not there too, as they stood before they were read. */
  looked(): PathStates
}

/**
 * Opens the search path anew, so that nothing is remembered of earlier runs, and notes what is looked at. What happens below
 * `except` is not noted: a folder of our own, which changes by every build.
 */
export function openTracedSources(roots: readonly string[], duplicates: Duplicates, except = ''): TracedSources {
  const states = new Map<string, string>()
  const note = (path: string): void => {
    if (!states.has(path)) states.set(path, statePath(path))
  }
  // Before the storage looks: which roots are there, and what is in archives, is found out when it is opened.
  for (const root of roots) note(isArchiveName(root) ? root : `${root}/`)
  const inner = openSourceStorage(roots, duplicates)
  const folders = inner.roots.filter((root) => !isArchiveName(root))
  const noteFile = (path: string): void => {
    const below = belowRoot(path, inner.roots)
    for (const folder of folders) note(join(folder, below))
  }
  const sources: SourceStorage = {
    roots: inner.roots,
    find: (path) => {
      noteFile(path)
      const found = inner.find(path)
      if (found !== null) noteLocated(found, note)
      return found
    },
    list: (path: string, options?: ListOptions) => {
      for (const folder of folders) noteFolders(join(folder, belowRoot(path, inner.roots)), note, except)
      const found = inner.list(path, options)
      for (const file of found) noteLocated(file, note)
      return found
    },
    read: (file) => inner.read(file),
    pieces: (absolute, start, end, size) => inner.pieces(absolute, start, end, size),
    lentPieces: (absolute, start, end) => inner.lentPieces(absolute, start, end),
  }
  return { sources, looked: () => states }
}

/** As the storage reads a path: without class path, without the root an absolute one begins with. */
function belowRoot(path: string, roots: readonly string[]): string {
  const wanted = path.replace(/^classpath\*?:/, '').replaceAll('\\', '/')
  const root = roots.find((one) => wanted === one || wanted.startsWith(`${one}/`))
  return normalizeSearchPath(root === undefined ? wanted : wanted.slice(root.length))
}

function noteLocated({ absolute }: LocatedFile, note: (path: string) => void): void {
  const packed = absolute.indexOf('!/')
  note(packed === -1 ? absolute : absolute.slice(0, packed))
}

/** Every folder below, for what is added or removed in one; a link into a folder above itself ends there. */
function noteFolders(
  folder: string,
  note: (path: string) => void,
  except: string,
  above: readonly string[] = [],
): void {
  if (folder === except) return
  note(folder)
  let real: string
  try {
    real = realpathSync.native(folder)
    if (above.includes(real)) return
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() || entry.isSymbolicLink()) noteFolders(path, note, except, [...above, real])
    }
  } catch (error) {
    // A file, or nothing: what it is stands in its state.
    if (error instanceof Error && 'code' in error) return
    throw error
  }
}
