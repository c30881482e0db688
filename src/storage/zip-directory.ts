/** A file of a zip archive, as its directory describes it. */
export interface ZipEntry {
  readonly name: string
  readonly stored: boolean
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  /** Where its local header begins in the archive. */
  readonly offset: number
}

/** Reads the bytes `[start, end)` of the archive. */
export type ReadArchive = (start: number, end: number) => Buffer

/** Says why an archive cannot be read. */
export class ZipFault extends Error {}

const END = { signature: 0x06054b50, length: 22, comment: 0xffff }
const END_64 = { signature: 0x06064b50, locator: 0x07064b50, locatorLength: 20, length: 56 }
const ENTRY = { signature: 0x02014b50, length: 46 }
const LOCAL = { signature: 0x04034b50, length: 30 }
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8
const TOO_LARGE = 0xffffffff

/**
 * The files of a zip archive. Refuses what Java's zip file system refuses, which is what Liquibase reads them with:
 * encryption, methods other than deflate, names that lead out of the archive. Format: PKWARE, APPNOTE.TXT 6.3.
 */
export function readZipDirectory(read: ReadArchive, size: number): readonly ZipEntry[] {
  const { count, start, end, base } = findDirectory(read, size)
  const bytes = read(start, end)
  const entries: ZipEntry[] = []
  let at = 0
  for (let left = count; left > 0; left--) {
    if (at + ENTRY.length > bytes.length || bytes.readUInt32LE(at) !== ENTRY.signature) throw new ZipFault(DAMAGED)
    const nameEnd = at + ENTRY.length + bytes.readUInt16LE(at + 28)
    const entry = readEntry(bytes, at, nameEnd, base)
    if (entry !== null) entries.push(entry)
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

const DAMAGED = 'its directory is damaged'

function readEntry(bytes: Buffer, at: number, nameEnd: number, base: number): ZipEntry | null {
  const name = bytes.toString('utf8', at + ENTRY.length, nameEnd)
  const method = bytes.readUInt16LE(at + 10)
  const [packed, unpacked, offset] = [20, 24, 42].map((field) => bytes.readUInt32LE(at + field))
  if (packed === undefined || unpacked === undefined || offset === undefined) throw new ZipFault(DAMAGED)
  if ((bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw new ZipFault(`${name} is encrypted`)
  if (method !== STORED && method !== DEFLATED) throw new ZipFault(`${name} is packed by a method other than deflate`)
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(name) || name.startsWith('/') || name.includes('\0')) {
    throw new ZipFault(`${JSON.stringify(name)} is a path that leads out of it`)
  }
  if (name.endsWith('/')) return null
  if (packed === TOO_LARGE || unpacked === TOO_LARGE || offset === TOO_LARGE) {
    throw new ZipFault(`${name} lies beyond 4 GB`)
  }
  const crc = bytes.readUInt32LE(at + 16)
  return { name, stored: method === STORED, crc, packed, unpacked, offset: offset + base }
}

/** Where the packed bytes of an entry begin: its local header has a length of its own. */
export function dataOffset(read: ReadArchive, { name, offset }: ZipEntry): number {
  const header = read(offset, offset + LOCAL.length)
  if (header.length < LOCAL.length || header.readUInt32LE(0) !== LOCAL.signature) {
    throw new ZipFault(`${name} is damaged`)
  }
  return offset + LOCAL.length + header.readUInt16LE(26) + header.readUInt16LE(28)
}

interface Directory {
  readonly count: number
  readonly start: number
  readonly end: number
  /** Length of what stands in front of the archive, as a program that unpacks itself. */
  readonly base: number
}

function findDirectory(read: ReadArchive, size: number): Directory {
  const from = Math.max(0, size - END.length - END.comment)
  const tail = read(from, size)
  const at = lastEnd(tail)
  if (at === -1) throw new ZipFault('it is no zip archive, or cut off')
  const large = findLarge(read, from + at)
  const count = large?.count ?? tail.readUInt16LE(at + 10)
  const length = large?.length ?? tail.readUInt32LE(at + 12)
  const offset = large?.offset ?? tail.readUInt32LE(at + 16)
  const end = large?.end ?? from + at
  const start = end - length
  if (start < offset || count * ENTRY.length > length) throw new ZipFault(DAMAGED)
  return { count, start, end, base: start - offset }
}

/** The last end record whose comment ends with the archive. */
function lastEnd(tail: Buffer): number {
  for (let at = tail.length - END.length; at >= 0; at--) {
    const comment = tail.length - at - END.length
    if (tail.readUInt32LE(at) === END.signature && tail.readUInt16LE(at + 20) === comment) return at
  }
  return -1
}

/** The end record that archives of more than 65,535 files have in front of the usual one. */
function findLarge(
  read: ReadArchive,
  end: number,
): { count: number; length: number; offset: number; end: number } | null {
  if (end < END_64.locatorLength) return null
  const locator = read(end - END_64.locatorLength, end)
  if (locator.readUInt32LE(0) !== END_64.locator) return null
  const at = Number(locator.readBigUInt64LE(8))
  const record = at + END_64.length <= end ? read(at, at + END_64.length) : null
  if (record === null || record.readUInt32LE(0) !== END_64.signature) throw new ZipFault(DAMAGED)
  const [count, length, offset] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field)))
  return { count: count ?? 0, length: length ?? 0, offset: offset ?? 0, end: at }
}
