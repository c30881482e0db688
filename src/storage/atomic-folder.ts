import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { reasonOf } from './real-path.ts'

/**
 * A folder that appears whole or not at all: files go to a temporary folder beside it, which is renamed by `commit`. Fails
 * with FOLDER_NOT_EMPTY where there is one already that has something in it, else with FILE_WRITE_FAILED.
 */
export class AtomicFolder {
  readonly path: string
  readonly #temporary: string

  constructor(path: string) {
    this.path = path
    this.#requireRoom()
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
    this.#attempt(() => mkdirSync(this.#temporary))
  }

  /** Where a file of that name is written by others. */
  place(name: string): string {
    return join(this.#temporary, name)
  }

  write(name: string, text: string, mode: 0o644 | 0o755): void {
    this.#attempt(() => writeFileSync(this.place(name), text, { flush: true }))
    this.allow(name, mode)
  }

  /** Gives a file that is there these rights: a umask would take some away that an image needs. */
  allow(name: string, mode: 0o644 | 0o755): void {
    this.#attempt(() => chmodSync(this.place(name), mode))
  }

  commit(): void {
    this.#requireRoom()
    this.#attempt(() => {
      // Renaming onto an empty folder is for POSIX alone. A folder that has been filled meanwhile cannot be removed so.
      if (existsSync(this.path)) rmdirSync(this.path)
      renameSync(this.#temporary, this.path)
    })
  }

  /** Leaves nothing behind. May be called after a failure at any point. */
  abort(): void {
    rmSync(this.#temporary, { recursive: true, force: true })
  }

  #attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (cause) {
      throw fail('FILE_WRITE_FAILED', { path: this.path, reason: reasonOf(cause) }, null, { cause })
    }
  }

  #requireRoom(): void {
    const free = this.#attempt(() => {
      const there = statSync(this.path, { throwIfNoEntry: false })
      return there === undefined || (there.isDirectory() && readdirSync(this.path).length === 0)
    })
    if (!free) throw fail('FOLDER_NOT_EMPTY', { path: this.path })
  }
}
