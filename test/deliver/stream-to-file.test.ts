import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ByteSink, streamToFile } from '../../src/deliver/stream-to-file.ts'
import { sha256 } from '../../src/kit/digest.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-stream-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const piece = Buffer.from('0123456789abcdef'.repeat(40_000))
const whole = Buffer.concat([piece, Buffer.from('ä'), piece, piece])

async function writeWhole(sink: ByteSink): Promise<void> {
  for (const part of [piece, Buffer.from('ä'), piece, piece]) await sink.write(part)
}

describe('a file that is streamed', () => {
  test('holds the bytes as they came, with their digest', async () => {
    const path = join(folder, 'a.sql')
    let before = ''
    const file = await streamToFile(path, 'none', async (sink) => {
      await sink.write(piece)
      before = sink.digest()
      await sink.write(piece)
    })
    const bytes = readFileSync(path)
    expect(bytes.equals(Buffer.concat([piece, piece]))).toBe(true)
    expect(before).toBe(sha256(piece))
    const facts = { bytes: bytes.length, sha256: sha256(bytes) }
    expect(file).toEqual({ ...facts, content: facts })
  })

  test('packed by gzip holds the same, and both digests are told', async () => {
    const path = join(folder, 'a.sql.gz')
    const file = await streamToFile(path, 'gzip', writeWhole)
    const packed = readFileSync(path)
    expect(gunzipSync(packed).equals(whole)).toBe(true)
    expect(file).toEqual({
      bytes: packed.length,
      sha256: sha256(packed),
      content: { bytes: whole.length, sha256: sha256(whole) },
    })
  })

  test('packed in many pieces leaves nobody listening, so that Node has nothing to warn of', async () => {
    const warnings: Error[] = []
    const listen = (warning: Error): unknown => warnings.push(warning)
    process.on('warning', listen)
    try {
      await streamToFile(join(folder, 'a.sql.gz'), 'gzip', async (sink) => {
        for (let n = 0; n < 30; n++) await sink.write(piece)
      })
      await new Promise(setImmediate)
    } finally {
      process.off('warning', listen)
    }
    expect(warnings).toEqual([])
  })

  test('packed by zstd holds the same, or is refused where nothing here can pack so', async () => {
    const path = join(folder, 'a.sql.zst')
    const native = 'createZstdCompress' in (await import('node:zlib'))
    const program = spawnSync('zstd', ['--version']).status === 0
    const writing = streamToFile(path, 'zstd', writeWhole)
    if (!native && !program) await expect(writing).rejects.toMatchObject({ code: 'COMPRESSION_UNAVAILABLE' })
    else {
      const { content } = await writing
      expect(content).toEqual({ bytes: whole.length, sha256: sha256(whole) })
      // The magic number of a zstd frame (RFC 8878).
      expect(readFileSync(path).subarray(0, 4).toString('hex')).toBe('28b52ffd')
    }
  })

  test.each(['none', 'gzip'] as const)('is not there when writing it fails (%s)', async (compression) => {
    const failing = streamToFile(join(folder, 'a'), compression, async (sink) => {
      await writeWhole(sink)
      throw new Error('broke off')
    })
    await expect(failing).rejects.toThrow('broke off')
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not there where zstd cannot be run', async () => {
    vi.stubEnv('PATH', folder)
    const writing = streamToFile(join(folder, 'a.zst'), 'zstd', writeWhole)
    if ('createZstdCompress' in (await import('node:zlib'))) await writing
    else {
      await expect(writing).rejects.toThrow('nothing here can compress with zstd [COMPRESSION_UNAVAILABLE]')
      expect(readdirSync(folder)).toEqual([])
    }
  })
})

describe('a file that goes to the disk while it is written', () => {
  // More than is written before the disk is told to begin.
  const pieces = Array.from({ length: 80 }, (_, n) => Buffer.alloc((1 << 20) - 7 * n, n))

  test('has every byte, in order', async () => {
    const path = join(folder, 'a.sql')
    const file = await streamToFile(path, 'none', async (sink) => {
      for (const part of pieces) {
        await sink.write(part)
        await sink.write(part.subarray(0, 5))
      }
    })
    const expected = Buffer.concat(pieces.flatMap((part) => [part, part.subarray(0, 5)]))
    expect(readFileSync(path).equals(expected)).toBe(true)
    expect(file).toMatchObject({ bytes: expected.length, sha256: sha256(expected) })
  })

  test('leaves nothing where its writer fails meanwhile', async () => {
    const writing = streamToFile(join(folder, 'a.sql'), 'none', async (sink) => {
      for (const part of pieces) await sink.write(part)
      throw new Error('no')
    })
    await expect(writing).rejects.toThrow('no')
    expect(readdirSync(folder)).toEqual([])
  })
})
