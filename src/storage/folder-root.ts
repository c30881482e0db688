import { closeSync, lstatSync, openSync, readFileSync, readSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { listFolder } from './list-folder.ts'
import { realPath, reasonOf } from './real-path.ts'
import type { ListOptions, LocatedFile, PieceRoom, SourceRoot } from './source-storage.ts'
import { copyPieces, UnpackedFiles } from './unpacked-files.ts'

/** A folder of the search path. A link may lead from one of the folders to another, and nowhere else. */
export class FolderRoot implements SourceRoot {
  readonly #root: string
  readonly #admitted: readonly string[]
  /** Real paths of folders: one look-up per folder instead of one per file. */
  readonly #folders = new Map<string, string | null>()
  readonly #unpacked = new UnpackedFiles((absolute) => readWhole(absolute))

  /** `root` is a real path, `admitted` those of all folders of the search path. */
  constructor(root: string, admitted: readonly string[]) {
    this.#root = root
    this.#admitted = admitted
  }

  find(path: string): LocatedFile | null {
    const cut = path.lastIndexOf('/')
    const folder = this.#realFolder(cut === -1 ? this.#root : `${this.#root}/${path.slice(0, cut)}`)
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
    return { path, absolute, bytes: this.#unpacked.lengthOf(absolute) ?? facts.size }
  }

  list(folder: string, options: ListOptions): LocatedFile[] {
    const real = this.#realFolder(join(this.#root, folder))
    if (real === null) return []
    this.#refuseOutside(real, folder)
    return listFolder(this.#root, join(this.#root, folder), options, (target) => this.#refuseOutside(target, folder))
  }

  has(absolute: string): boolean {
    return isBelow(this.#root, absolute)
  }

  read({ path, absolute }: LocatedFile): Buffer {
    return this.#unpacked.read(absolute) ?? readWhole(absolute, path)
  }

  *pieces(absolute: string, start: number, end: number, room: PieceRoom): Generator<Buffer> {
    const unpacked = this.#unpacked.read(absolute)
    if (unpacked !== null) {
      yield* copyPieces(unpacked, start, end, room)
      return
    }
    const handle = openSync(absolute, 'r')
    try {
      for (let at = start; at < end; ) {
        const piece = room(end - at)
        const length = readSync(handle, piece, 0, piece.length, at)
        if (length === 0) {
          throw fail('FILE_UNREADABLE', { path: absolute, reason: 'it became shorter while it was read' })
        }
        yield length === piece.length ? piece : piece.subarray(0, length)
        at += length
      }
    } finally {
      closeSync(handle)
    }
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
    if (!this.#admitted.some((root) => isBelow(root, absolute))) throw fail('PATH_OUTSIDE_ROOT', { path })
  }
}

function isBelow(root: string, absolute: string): boolean {
  return absolute === root || absolute.startsWith(root.endsWith('/') ? root : `${root}/`)
}

function readWhole(absolute: string, path = absolute): Buffer {
  try {
    return readFileSync(absolute)
  } catch (cause) {
    throw fail('FILE_UNREADABLE', { path, reason: reasonOf(cause) }, null, { cause })
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
