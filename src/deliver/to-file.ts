import { AtomicFile } from '../storage/atomic-file.ts'

export interface Delivered {
  readonly bytes: number
  readonly sha256: string
}

/**
 * Lends a sink that becomes the file at `path` when `write` returns, and leaves nothing when it throws. The last thing
 * `write` may do is throw what it complains of: then no file appears.
 */
export function toFile(path: string, write: (sink: AtomicFile) => void): Delivered {
  const file = new AtomicFile(path)
  try {
    write(file)
    const sha256 = file.commit()
    return { bytes: file.bytes, sha256 }
  } catch (error) {
    file.abort()
    throw error
  }
}
