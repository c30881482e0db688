import { decodeText } from '../document/decode-text.ts'
import { sha256 } from '../kit/digest.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import type { Reading } from './reading.ts'
import { type LargeFileFacts, scanLargeFile } from './scan-large-file.ts'

/** Files above this are read in pieces wherever they are needed, and never held. */
export const LARGE_FILE = 8 << 20

export type LoadedSource =
  | { readonly kind: 'text'; readonly text: string; readonly mark: boolean }
  | { readonly kind: 'large'; readonly facts: LargeFileFacts }

/** A file as text; `mark` tells of a byte order mark in front. Fails with FILE_UNREADABLE, ENCODING_INVALID, NUL_BYTE. */
export function loadText(
  reading: Reading,
  file: LocatedFile,
  encoding: string | null = null,
): { readonly text: string; readonly mark: boolean } {
  const bytes = reading.storage.read(file)
  register(reading, file, bytes.length, () => sha256(bytes))
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return { text: decodeText(bytes, file.path, encoding), mark }
}

/** A file of SQL: as text, or, where it is large, what must be known to read it in pieces. */
export function loadSource(reading: Reading, file: LocatedFile): LoadedSource {
  if (file.bytes <= LARGE_FILE) return { kind: 'text', ...loadText(reading, file) }
  const facts = scanLargeFile(reading.storage, file)
  register(reading, file, file.bytes, () => facts.sha256)
  return { kind: 'large', facts }
}

function register(reading: Reading, file: LocatedFile, bytes: number, digest: () => string): void {
  if (!reading.files.has(file.path)) reading.files.set(file.path, { path: file.path, bytes, sha256: digest() })
}
