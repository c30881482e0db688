import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { startDigest } from '../kit/digest.ts'

const BUFFER_LENGTH = 1 << 20

/**
 * A file that appears whole or not at all: text goes to a temporary file beside it, which is synced and renamed by
 * `commit`. A link stays one: what it leads to is replaced. A device or a pipe is refused, since the rename would put a file
 * in its place. Counts bytes and lines, and digests, on the way. Every failure is FILE_WRITE_FAILED.
 */
export class AtomicFile {
  readonly path: string
  bytes = 0
  lines = 0
  readonly #destination: string
  readonly #temporary: string
  readonly #descriptor: number
  readonly #digest = startDigest('sha256')
  readonly #buffer = Buffer.allocUnsafe(BUFFER_LENGTH)
  #filled = 0
  #open = true

  constructor(path: string) {
    this.path = path
    this.#destination = this.#attempt(() => followLinks(path))
    const name = `.${basename(this.#destination)}.${randomBytes(6).toString('hex')}.part`
    this.#temporary = join(dirname(this.#destination), name)
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

  /** The same with bytes as they are, whose lines are not counted. They may be used again afterwards. */
  writeBytes(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > BUFFER_LENGTH) this.#flush()
    if (bytes.length > BUFFER_LENGTH) {
      this.#send(bytes)
      return
    }
    this.#buffer.set(bytes, this.#filled)
    this.#filled += bytes.length
    this.bytes += bytes.length
  }

  /** SHA-256 of every byte written so far, hex. */
  digest(): string {
    this.#flush()
    return this.#digest.copy().digest('hex')
  }

  /** Makes the file appear; returns the SHA-256 of its bytes, hex. */
  commit(): string {
    this.#flush()
    // Synced before it is renamed: after a power cut there is either no file of that name or all of it.
    this.#attempt(() => fsyncSync(this.#descriptor))
    this.#close()
    this.#attempt(() => renameSync(this.#temporary, this.#destination))
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

  #send(bytes: Uint8Array): void {
    this.bytes += bytes.length
    this.#write(bytes)
  }

  #write(bytes: Uint8Array): void {
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
      const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error)
      throw fail('FILE_WRITE_FAILED', { path: this.path, reason }, null, { cause: error })
    }
  }
}

function followLinks(path: string): string {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there === undefined) return path
  if (there.isFile()) return realpathSync(path)
  throw new Error(there.isDirectory() ? 'it is a folder' : 'it is a device or a pipe; - stands for standard output')
}

function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
