import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import type { SourceStorage } from '../../src/storage/source-storage.ts'
import { makeTree } from '../parse/tree.ts'

type Files = Readonly<Record<string, string | Buffer>>

const CENTRAL = Buffer.from([0x50, 0x4b, 1, 2])

function zip(files: Files): Buffer {
  const bytes = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)] as const)
  return Buffer.from(zipSync(Object.fromEntries(bytes)))
}

function open(bytes: Buffer, name = 'a.jar'): SourceStorage {
  return openSourceStorage([join(makeTree({ [name]: bytes }), name)])
}

function content(storage: SourceStorage, path: string): string | null {
  const file = storage.find(path)
  return file === null ? null : storage.read(file).toString()
}

/** The archive with its first directory entry changed. */
function changed(bytes: Buffer, change: (bytes: Buffer, at: number) => void): Buffer {
  const copy = Buffer.from(bytes)
  change(copy, copy.indexOf(CENTRAL))
  return copy
}

describe('an archive as a root', () => {
  const files: Files = { 'd/a.sql': 'select 1', 'd/s/b.xml': '<b/>', 'c.txt': 'x'.repeat(100_000) }

  test.each(['a.jar', 'a.ZIP'])('%s has its files by their paths', (name) => {
    const storage = open(zip(files), name)
    expect(content(storage, '/d/../d/a.sql')).toBe('select 1')
    expect(storage.find('c.txt')).toMatchObject({ path: 'c.txt', bytes: 100_000 })
    expect(storage.find('d')).toBeNull()
    expect(content(storage, 'd/s/b.xml')).toBe('<b/>')
  })

  test('lists them by folder, depth and ending', () => {
    const storage = open(zip(files))
    const paths = (folder: string, options = {}) => storage.list(folder, options).map(({ path }) => path)
    expect(paths('').sort()).toEqual(['c.txt', 'd/a.sql', 'd/s/b.xml'])
    expect(paths('d')).toEqual(['d/a.sql', 'd/s/b.xml'])
    expect(paths('d', { maxDepth: 1 })).toEqual(['d/a.sql'])
    expect(paths('', { minDepth: 2, endsWith: '.XML' })).toEqual(['d/s/b.xml'])
    expect(paths('no')).toEqual([])
  })

  test('gives pieces of them', () => {
    const storage = open(zip({ 'a.txt': '0123456789' }))
    const absolute = storage.find('a.txt')?.absolute ?? ''
    expect([...storage.pieces(absolute, 2, 9, 3)].map(String)).toEqual(['234', '567', '8'])
  })

  test('may be kept uncompressed, have bytes in front of it and a comment behind it', () => {
    const stored = Buffer.from(zipSync({ 'a.sql': Buffer.from('stored') }, { level: 0 }))
    expect(content(open(stored), 'a.sql')).toBe('stored')
    const framed = Buffer.concat([Buffer.from('#!/bin/sh\n'), stored, Buffer.from('comment')])
    framed.writeUInt16LE(7, framed.length - 9)
    expect(content(open(framed), 'a.sql')).toBe('stored')
  })

  test('that does not exist is left out', () => {
    const root = makeTree({ 'a.sql': 'x' })
    expect(content(openSourceStorage([join(root, 'no.jar'), root]), 'a.sql')).toBe('x')
  })
})

describe('is refused with its name:', () => {
  const plain = zip({ 'a.sql': 'select 1; -- and some more' })

  test.each([
    ['one that is cut off', plain.subarray(0, plain.length - 10), 'no zip archive, or cut off'],
    ['one that is something else', Buffer.from('hello'), 'no zip archive, or cut off'],
    ['an encrypted file', changed(plain, (bytes, at) => bytes.writeUInt16LE(1, at + 8)), 'a.sql is encrypted'],
    ['an unknown method', changed(plain, (bytes, at) => bytes.writeUInt16LE(99, at + 10)), 'other than deflate'],
    ['a wrong checksum', changed(plain, (bytes, at) => bytes.writeUInt32LE(7, at + 16)), 'a.sql is damaged'],
    ['a size that is too small', changed(plain, (bytes, at) => bytes.writeUInt32LE(3, at + 24)), 'a.sql is damaged'],
    ['a wrong offset', changed(plain, (bytes, at) => bytes.writeUInt32LE(9, at + 42)), 'a.sql is damaged'],
    ['a path upwards', zip({ '../a.sql': 'x' }), 'leads out of it'],
    ['a path within that goes up', zip({ 'b/../../a.sql': 'x' }), 'leads out of it'],
    ['an absolute path', zip({ '/a.sql': 'x' }), 'leads out of it'],
    ['a bomb', zip({ 'a.sql': Buffer.alloc(20 << 20) }), 'more than 250 times its size'],
    ['a size beyond all measure', changed(plain, (bytes, at) => bytes.writeUInt32LE(2 ** 31, at + 24)), '512 MB'],
  ])('%s', (_, bytes, reason) => {
    const storage = open(Buffer.from(bytes))
    expect(() => content(storage, 'a.sql')).toThrow(
      new RegExp(`cannot read .*/a\\.jar.*${reason}.* \\[ARCHIVE_INVALID\\]`),
    )
  })

  test('one whose files hold more than a gigabyte together', () => {
    const bytes = zip(Object.fromEntries([1, 2, 3, 4].map((n) => [`${n}.sql`, `${n}`])))
    const large = Buffer.from(bytes)
    for (let at = large.indexOf(CENTRAL); at !== -1; at = large.indexOf(CENTRAL, at + 1)) {
      // Both sizes, or the ratio between them would be told first.
      large.writeUInt32LE(400 << 20, at + 20)
      large.writeUInt32LE(400 << 20, at + 24)
    }
    const storage = open(large)
    const reasons = ['1.sql', '2.sql', '3.sql'].map((path) => {
      try {
        return content(storage, path)
      } catch (error) {
        return String(error)
      }
    })
    expect(reasons[0]).toContain('damaged')
    expect(reasons[2]).toContain('more than 1 GB')
  })
})

describe('a file that ends in .gz', () => {
  test('is unpacked, in a folder and in an archive', () => {
    const packed = gzipSync('select 1')
    const folder = openSourceStorage([makeTree({ 'a.sql.gz': packed })])
    expect(content(folder, 'a.sql.gz')).toBe('select 1')
    expect(folder.find('a.sql.gz')?.bytes).toBe(8)
    expect(content(open(zip({ 'a.sql.gz': packed })), 'a.sql.gz')).toBe('select 1')
  })

  test('is refused where it is damaged or a bomb', () => {
    const root = makeTree({ 'a.gz': Buffer.from('hello'), 'b.gz': gzipSync(Buffer.alloc(20 << 20)) })
    const storage = openSourceStorage([root])
    expect(() => storage.find('a.gz')).toThrow(/a\.gz: it is damaged \[ARCHIVE_INVALID\]/)
    expect(() => storage.find('b.gz')).toThrow(/b\.gz: .*250 times.* \[ARCHIVE_INVALID\]/)
  })
})

test('a folder that has the name of an archive is told as one that cannot be read', () => {
  const root = makeTree({ 'x.jar/a.sql': 'x' })
  writeFileSync(join(root, 'b.sql'), '')
  expect(() => openSourceStorage([join(root, 'x.jar')]).find('a.sql')).toThrow(/x\.jar: EISDIR \[FILE_UNREADABLE\]/)
})
