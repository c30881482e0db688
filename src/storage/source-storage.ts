/** A file found on the search path. */
export interface LocatedFile {
  /** Relative to the root it was found in, `/` as separator, normalised. */
  readonly path: string
  /** Absolute path with links resolved, inside its root; of a file in an archive `archive!/path`. */
  readonly absolute: string
  /** Of its content: what is packed counts as unpacked. */
  readonly bytes: number
  /** Other files of that path, in later roots, where the first of several is taken. */
  readonly hides?: readonly string[]
}

export interface ListOptions {
  readonly minDepth?: number
  readonly maxDepth?: number
  /** Case-insensitive suffix the file's path must have. */
  readonly endsWith?: string
}

/**
 * Changelog files under the search-path roots: folders, and zip or jar files. Nothing outside the roots is ever opened:
 * `..`, absolute paths and links that lead out fail with PATH_OUTSIDE_ROOT. Reading is synchronous: measured on 10,000
 * small files it takes about a quarter of the time of the asynchronous calls, and a build is one unit of work.
 */
export interface SourceStorage {
  readonly roots: readonly string[]
  /** The file at `path`, or `null`. Fails with FILE_DUPLICATE where several roots have one, unless the first may count. */
  find(path: string): LocatedFile | null
  /** Every file below folder `path`, over all roots, unsorted, a path once; empty where no root has the folder. */
  list(path: string, options?: ListOptions): LocatedFile[]
  /** The whole file. Fails with FILE_UNREADABLE or ARCHIVE_INVALID. */
  read(file: LocatedFile): Buffer
  /** The bytes `[start, end)` of a file that `find` or `list` gave, in pieces of about `size` bytes. */
  pieces(absolute: string, start: number, end: number, size?: number): Iterable<Buffer>
  /** The same in one buffer: a piece is gone when the next one is asked for. For whoever uses each at once. */
  lentPieces(absolute: string, start: number, end: number): Iterable<Buffer>
}

/** One root of the search path. Paths are normal, and relative to it. */
export interface SourceRoot {
  find(path: string): LocatedFile | null
  list(folder: string, options: ListOptions): LocatedFile[]
  /** Whether a file of that absolute name comes from here. */
  has(absolute: string): boolean
  read(file: LocatedFile): Buffer
  pieces(absolute: string, start: number, end: number, room: PieceRoom): Iterable<Buffer>
}

/** The buffer for the next piece, given how many bytes are left. */
export type PieceRoom = (left: number) => Buffer
