import { closeSync, fstatSync, readSync } from 'node:fs'
import { fail } from '../errors/dvm-error.ts'
import type { AtomicFile } from './atomic-file.ts'
import { openForReading } from './read-package.ts'

export interface TarEntry {
  /** Name in the archive: at most 100 bytes. */
  readonly name: string
  /** The file whose bytes it gets. */
  readonly path: string
  readonly mode: number
}

const BLOCK = 512
const PIECE_LENGTH = 1 << 20
const LARGEST_OCTAL = 0o77777777777

/**
 * Writes files into a tar archive (POSIX.1-1988 "ustar"; sizes from 8 GB in GNU's binary form), in this order and with this
 * time, so that the same files make the same bytes. Fails with FILE_* and FILE_WRITE_FAILED.
 */
export function writeTar(archive: AtomicFile, entries: readonly TarEntry[], modified: Date): void {
  for (const entry of entries) writeEntry(archive, entry, modified)
  archive.writeBytes(Buffer.alloc(2 * BLOCK))
}

function writeEntry(archive: AtomicFile, entry: TarEntry, modified: Date): void {
  const descriptor = openForReading(entry.path)
  try {
    const { size } = fstatSync(descriptor)
    archive.writeBytes(header(entry, size, modified))
    const buffer = Buffer.allocUnsafe(PIECE_LENGTH)
    for (let left = size; left > 0; ) {
      const length = readSync(descriptor, buffer, 0, Math.min(left, PIECE_LENGTH), null)
      if (length === 0) throw fail('FILE_UNREADABLE', { path: entry.path, reason: 'it became shorter' })
      archive.writeBytes(buffer.subarray(0, length))
      left -= length
    }
    archive.writeBytes(Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK))
  } finally {
    closeSync(descriptor)
  }
}

function header({ name, mode }: TarEntry, size: number, modified: Date): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 100)
  block.write(octal(mode, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  if (size <= LARGEST_OCTAL) block.write(octal(size, 11), 124)
  else {
    block[124] = 0x80
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  const seconds = Math.floor(modified.getTime() / 1000)
  // From 1970 to 2242 is all that there is room for.
  block.write(octal(Math.min(Math.max(seconds, 0), LARGEST_OCTAL), 11), 136)
  block.write('0', 156)
  block.write('ustar\u000000', 257)
  block.write('root', 265)
  block.write('root', 297)
  // The sum is taken with blanks in its own place.
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\u0000 `, 148)
  return block
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}
