import { closeSync, lstatSync, openSync, readFileSync, readSync, realpathSync, type Stats } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { listFolder } from './list-folder.ts'
import { normalizeSearchPath } from './normalize-search-path.ts'
import type { ListOptions, LocatedFile, SourceStorage } from './source-storage.ts'

/** Small pieces are collected early: with 1 MB a 200 MB migration took 100 MB more memory, and no less time. */
const PIECE_SIZE = 1 << 18

/**
 * Opens the search path. Roots that do not exist are left out, as Liquibase leaves them out; a lookup then names every
 * root it tried.
 */
export function openSourceStorage(roots: readonly string[]): SourceStorage {
  return new FolderStorage(roots.map((root) => resolve(root)))
}

class FolderStorage implements SourceStorage {
  readonly roots: readonly string[]
  readonly #real: readonly string[]
  /** Real paths of folders: one look-up per folder instead of one per file. */
  readonly #folders = new Map<string, string | null>()

  constructor(roots: readonly string[]) {
    this.roots = roots
    this.#real = roots.map((root) => realPath(root) ?? root)
  }

  find(path: string): LocatedFile | null {
    const wanted = this.#underRoot(path)
    if (wanted === '') return null
    for (const root of this.#real) {
      const found = this.#locate(root, wanted)
      if (found !== null) return found
    }
    if (isAbsolute(path) && realPath(path) !== null) throw fail('PATH_OUTSIDE_ROOT', { path })
    return null
  }

  list(path: string, options: ListOptions = {}): LocatedFile[] {
    const folder = this.#underRoot(path)
    return this.#real.flatMap((root) => {
      const real = this.#realFolder(join(root, folder))
      if (real === null) return []
      this.#refuseOutside(real, path)
      return listFolder(root, join(root, folder), options, (target) => this.#refuseOutside(target, path))
    })
  }

  read(file: LocatedFile): Buffer {
    try {
      return readFileSync(file.absolute)
    } catch (cause) {
      throw fail('FILE_UNREADABLE', { path: file.path, reason: reasonOf(cause) }, null, { cause })
    }
  }

  pieces(absolute: string, start: number, end: number, size = PIECE_SIZE): Generator<Buffer> {
    return this.#read(absolute, start, end, (left) => Buffer.allocUnsafe(Math.min(size, left)))
  }

  lentPieces(absolute: string, start: number, end: number): Generator<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_SIZE, end - start))
    return this.#read(absolute, start, end, (left) => buffer.subarray(0, left))
  }

  *#read(absolute: string, start: number, end: number, room: (left: number) => Buffer): Generator<Buffer> {
    this.#refuseOutside(absolute, absolute)
    const handle = openSync(absolute, 'r')
    try {
      for (let at = start; at < end; ) {
        const piece = room(end - at)
        const length = readSync(handle, piece, 0, piece.length, at)
        if (length === 0)
          throw fail('FILE_UNREADABLE', { path: absolute, reason: 'it became shorter while it was read' })
        yield length === piece.length ? piece : piece.subarray(0, length)
        at += length
      }
    } finally {
      closeSync(handle)
    }
  }

  /** The path below a root: absolute paths under a root lose it, other leading slashes are dropped as Liquibase does. */
  #underRoot(path: string): string {
    const wanted = path.replaceAll('\\', '/')
    if (isAbsolute(wanted)) {
      for (const root of [...this.roots, ...this.#real]) {
        const below = relative(root, resolve(wanted))
        if (below === '' || !(below.startsWith('..') || isAbsolute(below))) return below
      }
    }
    const normal = normalizeSearchPath(wanted)
    if (normal === '..' || normal.startsWith('../')) throw fail('PATH_OUTSIDE_ROOT', { path })
    return normal
  }

  #locate(root: string, path: string): LocatedFile | null {
    const cut = path.lastIndexOf('/')
    const folder = this.#realFolder(cut === -1 ? root : `${root}/${path.slice(0, cut)}`)
    if (folder === null) return null
    let absolute = `${folder}/${path.slice(cut + 1)}`
    let facts = factsOf(absolute, path)
    if (facts?.isSymbolicLink()) {
      const target = realPath(absolute)
      if (target === null) return null
      absolute = target
      facts = factsOf(target, path)
    }
    if (facts === undefined || !facts.isFile()) return null
    this.#refuseOutside(absolute, path)
    return { path, absolute, bytes: facts.size }
  }

  #realFolder(folder: string): string | null {
    let real = this.#folders.get(folder)
    if (real === undefined) {
      real = realPath(folder)
      this.#folders.set(folder, real)
    }
    return real
  }

  #refuseOutside(absolute: string, path: string): void {
    for (const root of this.#real) {
      if (absolute === root || absolute.startsWith(root.endsWith('/') ? root : `${root}/`)) return
    }
    throw fail('PATH_OUTSIDE_ROOT', { path })
  }
}

function factsOf(absolute: string, path: string): Stats | undefined {
  try {
    return lstatSync(absolute, { throwIfNoEntry: false })
  } catch (cause) {
    if (reasonOf(cause) === 'ENOTDIR') return undefined
    throw fail('FILE_UNREADABLE', { path, reason: reasonOf(cause) }, null, { cause })
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
}
