import { startDigest } from '../kit/digest.ts'
import type { Compression } from '../model/dump-manifest.ts'
import { AtomicFile } from '../storage/atomic-file.ts'
import { startCompressor } from './compressor.ts'
import type { Delivered } from './to-file.ts'

/** Takes bytes at the pace the disk does. `digest` is that of what was written, before it is compressed. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void> | void
  digest(): string
}

/** The file, and what is in it: the same where it is not compressed. */
export interface StreamedFile extends Delivered {
  readonly content: Delivered
}

/** How much is written before the disk is told to begin: at the end, one that has not begun makes everybody wait. */
const SYNC_EVERY = 32 << 20

/**
 * Lends a sink that becomes the file at `path` when `write` settles, and leaves nothing when it fails, or when the process
 * is told to end. Fails with FILE_WRITE_FAILED, COMPRESSION_UNAVAILABLE, and as `write` does.
 */
export async function streamToFile(
  path: string,
  compression: Compression,
  write: (sink: ByteSink) => Promise<void>,
): Promise<StreamedFile> {
  const file = new AtomicFile(path)
  const disk = new SyncedAhead(file)
  const abort = (): void => file.abort()
  process.once('exit', abort)
  try {
    if (compression === 'none') {
      await write({ write: (bytes) => disk.write(bytes), digest: () => file.digest() })
      await disk.rest()
      const content = { bytes: file.bytes, sha256: file.commit() }
      return { ...content, content }
    }
    const content = await writeCompressed(disk, compression, write)
    await disk.rest()
    const sha256 = file.commit()
    return { bytes: file.bytes, sha256, content }
  } catch (error) {
    await disk.rest().catch(() => undefined)
    file.abort()
    throw error
  } finally {
    process.removeListener('exit', abort)
  }
}

/** Writes on while what was written goes to the disk. */
class SyncedAhead {
  readonly #file: AtomicFile
  #under: Promise<void> | null = null
  #failure: unknown = null
  #next = SYNC_EVERY

  constructor(file: AtomicFile) {
    this.#file = file
  }

  write(bytes: Uint8Array): void {
    // The system tells of a lost page once: who asks again is told that all is well.
    if (this.#failure !== null) throw this.#failure
    this.#file.writeBytes(bytes)
    if (this.#under !== null || this.#file.bytes < this.#next) return
    this.#next = this.#file.bytes + SYNC_EVERY
    this.#under = this.#file.syncAhead().then(
      () => {
        this.#under = null
      },
      (cause: unknown) => {
        this.#under = null
        this.#failure = cause
      },
    )
  }

  /** Waits until nothing is under way. */
  async rest(): Promise<void> {
    await this.#under
    if (this.#failure !== null) throw this.#failure
  }
}

async function writeCompressed(
  disk: SyncedAhead,
  compression: 'gzip' | 'zstd',
  write: (sink: ByteSink) => Promise<void>,
): Promise<Delivered> {
  const digest = startDigest('sha256')
  let bytes = 0
  const compressor = startCompressor(compression, (packed) => disk.write(packed))
  try {
    await write({
      write: (piece) => {
        digest.update(piece)
        bytes += piece.length
        return compressor.write(piece)
      },
      digest: () => digest.copy().digest('hex'),
    })
    await compressor.end()
  } catch (error) {
    compressor.abort()
    throw error
  }
  return { bytes, sha256: digest.digest('hex') }
}
