import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { startDigest } from '../kit/digest.ts'

const BUFFER_LENGTH = 1 << 20

/**
 * A file that appears whole or not at all: text goes to a temporary file beside it, which is synced and renamed by
 * `commit`. Counts bytes and lines, and digests, on the way. Every failure is FILE_WRITE_FAILED.
 */
export class AtomicFile {
  readonly path: string
  bytes = 0
  lines = 0
  readonly #temporary: string
  readonly #descriptor: number
  readonly #digest = startDigest('sha256')
  readonly #buffer = Buffer.allocUnsafe(BUFFER_LENGTH)
  #filled = 0
  #open = true

  constructor(path: string) {
    this.path = path
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
    this.#descriptor = this.#attempt(() => openSync(this.#temporary, 'wx', 0o644))
  }

  write(text: string): void {
    this.lines += newlines(text)
    // A character is at most three bytes of UTF-8 for each unit of its UTF-16.
    if (text.length * 3 > BUFFER_LENGTH) {
      this.#flush()
      this.#send(Buffer.from(text))
      return
    }
    if (this.#filled + text.length * 3 > BUFFER_LENGTH) this.#flush()
    const length = this.#buffer.write(text, this.#filled)
    this.#filled += length
    this.bytes += length
  }

  /** Makes the file appear; returns the SHA-256 of its bytes, hex. */
  commit(): string {
    this.#flush()
    // Synced before it is renamed: after a power cut there is either no file of that name or all of it.
    this.#attempt(() => fsyncSync(this.#descriptor))
    this.#close()
    this.#attempt(() => renameSync(this.#temporary, this.path))
    return this.#digest.digest('hex')
  }

  /** Leaves nothing behind. May be called after a failure at any point. */
  abort(): void {
    this.#close()
    rmSync(this.#temporary, { force: true })
  }

  #flush(): void {
    const filled = this.#filled
    this.#filled = 0
    this.#write(this.#buffer.subarray(0, filled))
  }

  #send(bytes: Buffer): void {
    this.bytes += bytes.length
    this.#write(bytes)
  }

  #write(bytes: Buffer): void {
    this.#digest.update(bytes)
    this.#attempt(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at)
    })
  }

  #close(): void {
    if (!this.#open) return
    this.#open = false
    closeSync(this.#descriptor)
  }

  #attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      throw fail('FILE_WRITE_FAILED', { path: this.path, reason }, null, { cause: error })
    }
  }
}

function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
