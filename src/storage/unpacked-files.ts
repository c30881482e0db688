import { gunzipSync } from 'node:zlib'
import { fail } from '../errors/dvm-error.ts'
import { checkUnpacking, MAX_UNPACKED } from './check-unpacking.ts'

/**
 * Files that end in `.gz`, as Liquibase reads them: unpacked, wherever one is named. The last one is held, because whoever
 * reads a large file reads it several times.
 */
export class UnpackedFiles {
  readonly #readPacked: (absolute: string) => Buffer
  #held: { readonly absolute: string; readonly bytes: Buffer } | null = null

  constructor(readPacked: (absolute: string) => Buffer) {
    this.#readPacked = readPacked
  }

  /** The unpacked file; `null` for one that is not packed. Fails with ARCHIVE_INVALID. */
  read(absolute: string): Buffer | null {
    if (!/\.gz$/i.test(absolute)) return null
    if (this.#held?.absolute !== absolute)
      this.#held = { absolute, bytes: unpack(absolute, this.#readPacked(absolute)) }
    return this.#held.bytes
  }

  lengthOf(absolute: string): number | null {
    return this.read(absolute)?.length ?? null
  }
}

function unpack(absolute: string, packed: Buffer): Buffer {
  try {
    const bytes = gunzipSync(packed, { maxOutputLength: MAX_UNPACKED })
    checkUnpacking(absolute, packed.length, bytes.length)
    return bytes
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && !('complaints' in cause)))
      throw cause
    const detail = cause.code === 'ERR_BUFFER_TOO_LARGE' ? 'it unpacks to more than 512 MB' : 'it is damaged'
    throw fail('ARCHIVE_INVALID', { archive: absolute, detail }, null, { cause })
  }
}

/** The bytes `[start, end)` of what is held, copied into one buffer after the other. */
export function* copyPieces(
  bytes: Buffer,
  start: number,
  end: number,
  room: (left: number) => Buffer,
): Generator<Buffer> {
  for (let at = start; at < end; ) {
    const piece = room(end - at)
    bytes.copy(piece, 0, at, at + piece.length)
    yield piece
    at += piece.length
  }
}
