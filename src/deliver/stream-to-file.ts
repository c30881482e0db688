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
  const abort = (): void => file.abort()
  process.once('exit', abort)
  try {
    if (compression === 'none') {
      await write({ write: (bytes) => file.writeBytes(bytes), digest: () => file.digest() })
      const content = { bytes: file.bytes, sha256: file.commit() }
      return { ...content, content }
    }
    const content = await writeCompressed(file, compression, write)
    const sha256 = file.commit()
    return { bytes: file.bytes, sha256, content }
  } catch (error) {
    file.abort()
    throw error
  } finally {
    process.removeListener('exit', abort)
  }
}

async function writeCompressed(
  file: AtomicFile,
  compression: 'gzip' | 'zstd',
  write: (sink: ByteSink) => Promise<void>,
): Promise<Delivered> {
  const digest = startDigest('sha256')
  let bytes = 0
  const compressor = startCompressor(compression, (packed) => file.writeBytes(packed))
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
