import { isUtf8 } from 'node:buffer'
import { findCharset } from '../document/charset/find-charset.ts'
import { utf8 } from '../document/charset/utf-8.ts'
import { decodePieces } from '../document/decode-pieces.ts'
import { decodeText, markLength } from '../document/decode-text.ts'
import { type Complaint, fail } from '../errors/dvm-error.ts'
import { sha256, startDigest } from '../kit/digest.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import type { Reading } from './reading.ts'
import { type LargeFileFacts, scanLargeFile } from './scan-large-file.ts'

/** Files above this are read in pieces wherever they are needed, and never held. */
export const LARGE_FILE = 8 << 20
/** Nor are files above this where a large file's length is held already: a thousand of 1 MB are as much as one of 1 GB. */
const SMALL_FILE = 256 << 10

export type LoadedSource =
  | ({ readonly kind: 'text' } & LoadedText)
  | { readonly kind: 'large'; readonly facts: LargeFileFacts }

export interface LoadedText {
  readonly text: string
  /** Whether a byte order mark of UTF-8 stood in front. */
  readonly mark: boolean
  /** The text that Java makes of the file when it takes it for UTF-8; `null` where that is the same. */
  readonly asUtf8: string | null
  /** Whether the byte order mark is one of UTF-16: Java then refuses to take the file for UTF-8. */
  readonly utf16: boolean
}

/** A file as text. Fails with FILE_UNREADABLE, ENCODING_INVALID, NUL_BYTE. */
export function loadText(reading: Reading, file: LocatedFile, encoding: string | null = null): LoadedText {
  const bytes = reading.storage.read(file)
  register(reading, file, bytes.length, () => sha256(bytes))
  const mark = markLength(bytes) > 0
  const text = encoding === null ? decodeText(bytes, file.path) : decodeAs(bytes, file.path, encoding)
  const asUtf8 =
    isUtf8(bytes) && encoding === null ? text : utf8.decoder().write(bytes.subarray(mark ? 3 : 0), true).text
  return {
    text,
    mark,
    asUtf8: asUtf8 === text ? null : asUtf8,
    utf16: hasMarkOfUtf16(bytes),
  }
}

const DECLARATION = /^<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']+)["']/

/** An XML file as text, by the encoding its declaration names; a byte order mark comes before that. */
export function loadXmlText(reading: Reading, file: LocatedFile): string {
  const [start] = reading.storage.pieces(file.absolute, 0, Math.min(file.bytes, 256))
  const named = DECLARATION.exec(start?.toString('latin1') ?? '')?.[1] ?? null
  const isOwn = named === null || /^(?:utf-?8|utf-?16(?:le|be)?|us-ascii|ascii)$/i.test(named)
  return loadText(reading, file, isOwn || findCharset(named) === null ? null : named).text
}

/** SQL that cannot be read is refused: U+FFFD in its place would run. */
function decodeAs(bytes: Buffer, file: string, encoding: string): string {
  const warn = ({ place }: Complaint): never => {
    throw fail('ENCODING_INVALID', { detail: 'it holds bytes that are none of it', encoding }, place)
  }
  return [...decodePieces([bytes], { encoding, file, warn })].join('')
}

/** A file of SQL: as text, or, where it is large, what must be known to read it in pieces. */
export function loadSource(reading: Reading, file: LocatedFile): LoadedSource {
  if (isHeld(reading, file)) return { kind: 'text', ...loadText(reading, file) }
  const facts = scanLargeFile(reading.storage, file)
  register(reading, file, file.bytes, () => facts.sha256)
  return { kind: 'large', facts }
}

/** Whether a file of SQL is held as text; asked once for each time it is read, since what is held counts. */
export function isHeld(reading: Reading, file: LocatedFile): boolean {
  const fits = file.bytes <= SMALL_FILE || reading.held + file.bytes <= LARGE_FILE
  if (file.bytes > LARGE_FILE || !(fits || isUtf16(reading, file))) return false
  reading.held += file.bytes
  return true
}

/** Only UTF-8 can be read in pieces. */
function isUtf16(reading: Reading, file: LocatedFile): boolean {
  const [start] = reading.storage.pieces(file.absolute, 0, Math.min(file.bytes, 2))
  return start !== undefined && hasMarkOfUtf16(start)
}

function hasMarkOfUtf16(bytes: Buffer): boolean {
  return /^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2))
}

function register(reading: Reading, file: LocatedFile, bytes: number, digest: () => string): void {
  if (!reading.files.has(file.path)) reading.files.set(file.path, { path: file.path, bytes, sha256: digest() })
}

/** Lists a file that is read later, in pieces, with its digest. */
export function registerFile(reading: Reading, file: LocatedFile): void {
  register(reading, file, file.bytes, () => {
    const digest = startDigest('sha256')
    for (const piece of reading.storage.lentPieces(file.absolute, 0, file.bytes)) digest.update(piece)
    return digest.digest('hex')
  })
}
