import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32, inflateRawSync } from 'node:zlib'
import { type DvmError, fail } from '../errors/dvm-error.ts'
import { checkUnpacking } from './check-unpacking.ts'
import { reasonOf } from './real-path.ts'
import type { ListOptions, LocatedFile, PieceRoom, SourceRoot } from './source-storage.ts'
import { copyPieces, UnpackedFiles } from './unpacked-files.ts'
import { dataOffset, readZipDirectory, type ZipEntry, ZipFault } from './zip-directory.ts'

/** What all the files that are read of one archive may hold. */
const MAX_TOTAL = 1 << 30

/** Whether Liquibase takes a root for an archive, by the end of its name. */
export function isArchiveName(root: string): boolean {
  return /\.(?:zip|jar)$/i.test(root)
}

/**
 * A zip or jar file as a root of the search path. Its directory is read once, when it is first needed, a file when it is
 * asked for; the last one is held. Every failure is ARCHIVE_INVALID or FILE_UNREADABLE.
 */
export class ArchiveRoot implements SourceRoot {
  readonly #archive: string
  readonly #prefix: string
  #entries: ReadonlyMap<string, ZipEntry> | null = null
  readonly #counted = new Set<string>()
  #total = 0
  #held: { readonly absolute: string; readonly bytes: Buffer } | null = null
  readonly #unpacked = new UnpackedFiles((absolute) => this.#extract(absolute))

  /** `archive` is a real path. */
  constructor(archive: string) {
    this.#archive = archive
    this.#prefix = `${archive}!/`
  }

  find(path: string): LocatedFile | null {
    const entry = this.#directory().get(path)
    return entry === undefined ? null : this.#locate(entry)
  }

  list(
    folder: string,
    { minDepth = 0, maxDepth = Number.POSITIVE_INFINITY, endsWith = '' }: ListOptions,
  ): LocatedFile[] {
    const prefix = folder === '' ? '' : `${folder}/`
    const found: LocatedFile[] = []
    for (const entry of this.#directory().values()) {
      if (!entry.name.startsWith(prefix) || !entry.name.toLowerCase().endsWith(endsWith.toLowerCase())) continue
      const depth = entry.name.slice(prefix.length).split('/').length
      if (depth >= minDepth && depth <= maxDepth) found.push(this.#locate(entry))
    }
    return found
  }

  has(absolute: string): boolean {
    return absolute.startsWith(this.#prefix)
  }

  read({ absolute }: LocatedFile): Buffer {
    return this.#content(absolute)
  }

  pieces(absolute: string, start: number, end: number, room: PieceRoom): Generator<Buffer> {
    return copyPieces(this.#content(absolute), start, end, room)
  }

  #content(absolute: string): Buffer {
    return this.#unpacked.read(absolute) ?? this.#extract(absolute)
  }

  #locate({ name, unpacked }: ZipEntry): LocatedFile {
    const absolute = this.#prefix + name
    return { path: name, absolute, bytes: this.#unpacked.lengthOf(absolute) ?? unpacked }
  }

  #directory(): ReadonlyMap<string, ZipEntry> {
    this.#entries ??= this.#withArchive((read, size) => {
      const entries = size === null ? [] : readZipDirectory(read, size)
      return new Map(entries.map((entry) => [entry.name, entry]))
    })
    return this.#entries
  }

  #extract(absolute: string): Buffer {
    if (this.#held?.absolute === absolute) return this.#held.bytes
    const entry = this.#directory().get(absolute.slice(this.#prefix.length))
    if (entry === undefined) throw fail('FILE_UNREADABLE', { path: absolute, reason: 'ENOENT' })
    checkUnpacking(absolute, entry.packed, entry.unpacked)
    this.#count(entry)
    const bytes = this.#withArchive((read) => {
      const start = dataOffset(read, entry)
      return unpack(entry, read(start, start + entry.packed))
    })
    this.#held = { absolute, bytes }
    return bytes
  }

  #count({ name, unpacked }: ZipEntry): void {
    if (this.#counted.has(name)) return
    this.#counted.add(name)
    this.#total += unpacked
    if (this.#total > MAX_TOTAL) throw this.#invalid('the files that are read of it hold more than 1 GB')
  }

  /** `size` is `null` where there is no such archive: the root is left out then. */
  #withArchive<T>(use: (read: (start: number, end: number) => Buffer, size: number | null) => T): T {
    let handle: number | null = null
    try {
      handle = openSync(this.#archive, 'r')
      return use(reader(handle), fstatSync(handle).size)
    } catch (cause) {
      if (cause instanceof ZipFault) throw this.#invalid(cause.message)
      if (handle === null && reasonOf(cause) === 'ENOENT') return use(() => Buffer.alloc(0), null)
      if (!(cause instanceof Error && 'syscall' in cause)) throw cause
      throw fail('FILE_UNREADABLE', { path: this.#archive, reason: reasonOf(cause) }, null, { cause })
    } finally {
      if (handle !== null) closeSync(handle)
    }
  }

  #invalid(detail: string): DvmError {
    return fail('ARCHIVE_INVALID', { archive: this.#archive, detail })
  }
}

function reader(handle: number): (start: number, end: number) => Buffer {
  return (start, end) => {
    const bytes = Buffer.alloc(Math.max(0, end - start))
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, start))
  }
}

function unpack(entry: ZipEntry, packed: Buffer): Buffer {
  const bytes = entry.stored ? packed : inflate(entry, packed)
  if (bytes.length !== entry.unpacked || crc32(bytes) !== entry.crc) throw new ZipFault(`${entry.name} is damaged`)
  return bytes
}

function inflate(entry: ZipEntry, packed: Buffer): Buffer {
  try {
    // The directory's word is not trusted: more than it says is never unpacked.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpacked) })
  } catch (cause) {
    throw new ZipFault(`${entry.name} is damaged`, { cause })
  }
}
