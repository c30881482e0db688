import { isAbsolute, relative, resolve } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { ArchiveRoot, isArchiveName } from './archive-root.ts'
import { FolderRoot } from './folder-root.ts'
import { normalizeSearchPath } from './normalize-search-path.ts'
import { realPath } from './real-path.ts'
import type { ListOptions, LocatedFile, PieceRoom, SourceRoot, SourceStorage } from './source-storage.ts'

/** Small pieces are collected early: with 1 MB a 200 MB migration took 100 MB more memory, and no less time. */
const PIECE_SIZE = 1 << 18

/** What is done about a path that several roots have. */
export type Duplicates = 'refuse' | 'first'

/**
 * Opens the search path. Roots that do not exist are left out, as Liquibase leaves them out; a lookup then names every
 * root it tried. Files in archives are read when they are asked for.
 */
export function openSourceStorage(roots: readonly string[], duplicates: Duplicates = 'refuse'): SourceStorage {
  return new SearchPath(
    roots.map((root) => resolve(root)),
    duplicates,
  )
}

class SearchPath implements SourceStorage {
  readonly roots: readonly string[]
  readonly #real: readonly string[]
  readonly #open: readonly SourceRoot[]
  readonly #duplicates: Duplicates

  constructor(roots: readonly string[], duplicates: Duplicates) {
    this.roots = roots
    this.#duplicates = duplicates
    this.#real = roots.map((root) => realPath(root) ?? root)
    const folders = this.#real.filter((root) => !isArchiveName(root))
    this.#open = this.#real.map((root) => (isArchiveName(root) ? new ArchiveRoot(root) : new FolderRoot(root, folders)))
  }

  find(path: string): LocatedFile | null {
    const wanted = this.#underRoot(path)
    if (wanted === '') return null
    const found = this.#open.flatMap((root) => root.find(wanted) ?? [])
    const [first, ...others] = found.filter(
      ({ absolute }, at) => found.findIndex((one) => one.absolute === absolute) === at,
    )
    if (first === undefined) {
      if (isAbsolute(path) && realPath(path) !== null) throw fail('PATH_OUTSIDE_ROOT', { path })
      return null
    }
    if (others.length === 0) return first
    const hides = others.map(({ absolute }) => absolute)
    if (this.#duplicates === 'first') return { ...first, hides }
    throw fail('FILE_DUPLICATE', { path, files: [first.absolute, ...hides].join(', ') })
  }

  list(path: string, options: ListOptions = {}): LocatedFile[] {
    const folder = this.#underRoot(path)
    const byPath = new Map<string, LocatedFile>()
    for (const root of this.#open) {
      for (const file of root.list(folder, options)) if (!byPath.has(file.path)) byPath.set(file.path, file)
    }
    return [...byPath.values()]
  }

  read(file: LocatedFile): Buffer {
    return this.#rootOf(file.absolute).read(file)
  }

  pieces(absolute: string, start: number, end: number, size = PIECE_SIZE): Iterable<Buffer> {
    return this.#pieces(absolute, start, end, (left) => Buffer.allocUnsafe(Math.min(size, left)))
  }

  lentPieces(absolute: string, start: number, end: number): Iterable<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_SIZE, end - start))
    return this.#pieces(absolute, start, end, (left) => buffer.subarray(0, left))
  }

  *#pieces(absolute: string, start: number, end: number, room: PieceRoom): Generator<Buffer> {
    yield* this.#rootOf(absolute).pieces(absolute, start, end, room)
  }

  #rootOf(absolute: string): SourceRoot {
    const root = this.#open.find((one) => one.has(absolute))
    if (root === undefined) throw fail('PATH_OUTSIDE_ROOT', { path: absolute })
    return root
  }

  /** The path below a root: absolute paths under a root lose it, other leading slashes are dropped as Liquibase does. */
  #underRoot(path: string): string {
    const wanted = withoutClasspath(path).replaceAll('\\', '/')
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
}

/** Liquibase's integrations read this from a class path. The search path is ours. */
function withoutClasspath(path: string): string {
  return path.replace(/^classpath\*?:/, '')
}
