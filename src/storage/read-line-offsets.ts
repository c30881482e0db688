import { closeSync, readSync } from 'node:fs'
import { openForReading } from './read-package.ts'

const PIECE_LENGTH = 1 << 20
const NEWLINE = 10

export interface LineOffsets {
  /** Lines of the file: how many newlines it has. */
  readonly lines: number
  /** Byte at which a line begins that was asked for, counted from 1. */
  at(line: number): number
}

/** Where certain lines of a file begin, in bytes; the file is read once, in pieces. FILE_NOT_FOUND, FILE_UNREADABLE. */
export function readLineOffsets(path: string, wanted: readonly number[]): LineOffsets {
  const lines = new Set(wanted)
  const offsets = new Map<number, number>([[1, 0]])
  const buffer = Buffer.allocUnsafe(PIECE_LENGTH)
  const descriptor = openForReading(path)
  let line = 1
  try {
    for (let base = 0; ; ) {
      const length = readSync(descriptor, buffer, 0, PIECE_LENGTH, base)
      if (length === 0) break
      const piece = buffer.subarray(0, length)
      for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) {
        line++
        if (lines.has(line)) offsets.set(line, base + at + 1)
      }
      base += length
    }
  } finally {
    closeSync(descriptor)
  }
  const require = (asked: number): number => {
    const found = offsets.get(asked)
    if (found === undefined) throw new Error(`line ${asked} was not asked for, or ${path} ends before it`)
    return found
  }
  return { lines: line - 1, at: require }
}
