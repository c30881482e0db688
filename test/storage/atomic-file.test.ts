import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toFile } from '../../src/deliver/to-file.ts'
import { sha256 } from '../../src/kit/digest.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-atomic-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file appears whole, with its bytes, lines and digest counted', () => {
  const path = join(folder, 'out.sql')
  const pieces = ['é漢😀\n', 'x'.repeat(3 << 20), '\n\n', '😀'.repeat(400_000), 'end']
  const delivered = toFile(path, (sink) => {
    for (const piece of pieces) sink.write(piece)
    expect(sink.lines).toBe(3)
    expect(sink.bytes).toBe(Buffer.byteLength(pieces.join('')))
    expect(existsSync(path)).toBe(false)
  })
  const bytes = readFileSync(path)
  expect(bytes.equals(Buffer.from(pieces.join('')))).toBe(true)
  expect(delivered).toEqual({ bytes: bytes.length, sha256: sha256(bytes) })
  expect(readdirSync(folder)).toEqual(['out.sql'])
})

test('a file that was there stays as it was until the new one is whole, and for good where it fails', () => {
  const path = join(folder, 'out.sql')
  writeFileSync(path, 'old')
  const failing = (): unknown =>
    toFile(path, (sink) => {
      sink.write('new'.repeat(1 << 20))
      expect(readFileSync(path, 'utf8')).toBe('old')
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['old', ['out.sql']])
  toFile(path, (sink) => sink.write('new'))
  expect(readFileSync(path, 'utf8')).toBe('new')
})

describe('FILE_WRITE_FAILED names the file and leaves nothing', () => {
  test.each([
    ['where the folder is missing', 'none/out.sql', 'ENOENT'],
    ['where the folder is a file', 'file/out.sql', 'ENOTDIR'],
    ['where the name is too long', `${'n'.repeat(300)}.sql`, 'ENAMETOOLONG'],
  ])('%s', (_title, name, reason) => {
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, name)
    expect(() => toFile(path, (sink) => sink.write('x'))).toThrow(`cannot write ${path}: ${reason} [FILE_WRITE_FAILED]`)
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('where a folder has that name already', () => {
    mkdirSync(join(folder, 'out.sql'))
    expect(() => toFile(join(folder, 'out.sql'), (sink) => sink.write('x'))).toThrow(
      'it is a folder [FILE_WRITE_FAILED]',
    )
    expect(readdirSync(folder)).toEqual(['out.sql'])
  })
})

test('a link stays a link, and what it leads to is replaced', () => {
  mkdirSync(join(folder, 'real'))
  writeFileSync(join(folder, 'real', 'package.sql'), 'old')
  symlinkSync(join('real', 'package.sql'), join(folder, 'link.sql'))
  toFile(join(folder, 'link.sql'), (sink) => sink.write('new'))
  expect(lstatSync(join(folder, 'link.sql')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'real', 'package.sql'), 'utf8')).toBe('new')
  expect(readdirSync(join(folder, 'real'))).toEqual(['package.sql'])
})

test('a pipe is refused: the file that takes a name would stand in its place', () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  expect(() => toFile(pipe, (sink) => sink.write('x'))).toThrow('it is a device or a pipe')
  expect(lstatSync(pipe).isFIFO()).toBe(true)
  expect(readdirSync(folder)).toEqual(['pipe'])
})

test('a process that is killed leaves at most one hidden file, and not the one it was writing', async () => {
  const outfile = join(folder, 'program.mjs')
  const source = `import { AtomicFile } from './src/storage/atomic-file.ts'
    const file = new AtomicFile(process.argv[2])
    file.write('x'.repeat(3 << 20))
    console.log('half')
    setInterval(() => undefined, 1000)`
  buildSync({
    stdin: { contents: source, resolveDir: resolve('.'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  })
  const out = join(folder, 'out')
  mkdirSync(out)
  const child = spawn(process.execPath, [outfile, join(out, 'package.sql')], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const left = readdirSync(out)
  expect(left).toEqual([expect.stringMatching(/^\.package\.sql\.[0-9a-f]{12}\.part$/)])
  expect(statSync(join(out, left[0] ?? '')).size).toBeGreaterThan(0)
})
