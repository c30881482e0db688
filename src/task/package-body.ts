import { Readable, type Transform } from 'node:stream'
import zlib from 'node:zlib'
import { sha256 } from '../kit/digest.ts'
import { digestFile } from '../storage/digest-file.ts'
import { fillFile } from '../storage/fill-file.ts'
import { type ByteRange, createStagedFile } from '../storage/staging.ts'
import type { StagedAnyPackage } from './stage-any-package.ts'

/** Content codings of HTTP that this Node can make, the one that packs best first. */
export type Coding = 'br' | 'zstd' | 'gzip'

/** The bytes of a package, or of one coding of it. */
export interface PackageBody {
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
  /** All of it, where it is kept in memory. */
  readonly buffer: Buffer | null
  /** From the first to the last byte of the range, both included; without one, everything. */
  open(range?: ByteRange): Readable
  /** Forgets it. Streams that are open keep their bytes. Never fails. */
  release(): Promise<void>
}

/** What is read as a whole and kept in memory: larger ones stay in their file. */
export const IN_MEMORY_UP_TO = 4 << 20

type StagedFacts = Pick<StagedAnyPackage, 'facts' | 'open' | 'remove'>

/** Takes a staged package over: its file is removed by `release`, or at once where it is kept in memory. */
export async function takeBody(staged: StagedFacts): Promise<PackageBody> {
  const { bytes, sha256: digest } = staged.facts
  if (bytes > IN_MEMORY_UP_TO) {
    return { bytes, sha256: digest, buffer: null, open: staged.open, release: () => staged.remove() }
  }
  try {
    return inMemory(Buffer.concat(await staged.open().toArray()), digest)
  } finally {
    await staged.remove()
  }
}

/** The same bytes in a coding. FILE_WRITE_FAILED. */
export async function encodeBody(body: PackageBody, coding: Coding, stateDir: string): Promise<PackageBody> {
  const through = createEncoder(coding)
  if (body.buffer !== null) {
    const pieces: Buffer[] = []
    through.on('data', (piece: Buffer) => pieces.push(piece))
    await new Promise<void>((resolve, reject) => {
      through.once('end', resolve)
      through.once('error', reject)
      through.end(body.buffer)
    })
    const packed = Buffer.concat(pieces)
    return inMemory(packed, sha256(packed))
  }
  const file = await createStagedFile(stateDir, `.${coding}`)
  try {
    await fillFile(file.path, body.open(), through)
    const facts = await digestFile(file.path)
    return { ...facts, buffer: null, open: (range) => file.open(range), release: () => file.remove() }
  } catch (error) {
    await file.remove()
    throw error
  }
}

/** Node has zstd since 22.15. */
export const CODINGS: readonly Coding[] = 'createZstdCompress' in zlib ? ['br', 'zstd', 'gzip'] : ['br', 'gzip']

/** Measured on packages of 1 MB: the next quality of br takes three times as long for 3 % less. */
const BROTLI_QUALITY = 5

function createEncoder(coding: Coding): Transform {
  switch (coding) {
    case 'br':
      return zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
    case 'gzip':
      return zlib.createGzip()
    case 'zstd': {
      const create: unknown = Reflect.get(zlib, 'createZstdCompress')
      if (typeof create !== 'function') throw new Error('this Node has no zstd')
      return create() as Transform
    }
    default:
      return coding satisfies never
  }
}

function inMemory(buffer: Buffer, digest: string): PackageBody {
  return {
    bytes: buffer.length,
    sha256: digest,
    buffer,
    open: (range) =>
      Readable.from([range === undefined ? buffer : buffer.subarray(range.start, range.end + 1)], {
        objectMode: false,
      }),
    release: async () => undefined,
  }
}
