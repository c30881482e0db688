import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import { makeTree } from '../parse/tree.ts'

describe('find', () => {
  test.each(['a/b.sql', './a/b.sql', 'a//x/../b.sql', 'a\\b.sql', '/a/b.sql'])('%s is a/b.sql', (path) => {
    const storage = openSourceStorage([makeTree({ 'a/b.sql': '12345' })])
    expect(storage.find(path)).toMatchObject({ path: 'a/b.sql', bytes: 5 })
  })

  test('an absolute path below a root is relative to it', () => {
    const root = makeTree({ 'a/b.sql': '' })
    expect(openSourceStorage([root]).find(join(root, 'a/b.sql'))?.path).toBe('a/b.sql')
  })

  test('a file that several roots have is refused, or taken from the first of them', () => {
    const roots = [makeTree({}), makeTree({ 'x.sql': '1' }), makeTree({ 'x.sql': '22' })]
    expect(() => openSourceStorage(roots).find('x.sql')).toThrow('FILE_DUPLICATE')
    const found = openSourceStorage(roots, 'first').find('x.sql')
    expect(found).toMatchObject({ bytes: 1, hides: [expect.stringContaining('x.sql')] })
  })

  test('a root that is given twice has each file once', () => {
    const root = makeTree({ 'x.sql': '1' })
    expect(openSourceStorage([root, root]).find('x.sql')?.hides).toBeUndefined()
  })

  test('a folder, a missing file, a dangling link and a missing root are no files', () => {
    const root = makeTree({ 'a/b.sql': '' })
    symlinkSync('nowhere', join(root, 'dangling.sql'))
    const storage = openSourceStorage([root, join(root, 'no-such-root')])
    for (const path of ['a', 'c.sql', 'a/b.sql/c', 'dangling.sql', '']) expect(storage.find(path)).toBeNull()
  })

  test('a link inside of the root is followed, one that leads out is refused', () => {
    const root = makeTree({ 'a/b.sql': 'x' })
    const other = makeTree({ 'secret.sql': 'x' })
    symlinkSync(join(root, 'a/b.sql'), join(root, 'in.sql'))
    symlinkSync(join(other, 'secret.sql'), join(root, 'out.sql'))
    symlinkSync(other, join(root, 'folder'))
    const storage = openSourceStorage([root])
    expect(storage.find('in.sql')).toMatchObject({ path: 'in.sql' })
    expect(() => storage.find('out.sql')).toThrow('PATH_OUTSIDE_ROOT')
    expect(() => storage.find('folder/secret.sql')).toThrow('PATH_OUTSIDE_ROOT')
  })

  test('a root that is itself a link works', () => {
    const root = makeTree({ 'a.sql': 'x' })
    const link = join(makeTree({}), 'link')
    symlinkSync(root, link)
    expect(openSourceStorage([link]).find('a.sql')?.path).toBe('a.sql')
  })

  test('a folder whose name begins as the root does is outside of it', () => {
    const parent = makeTree({ 'root/a.sql': '', 'root-more/b.sql': '' })
    symlinkSync(join(parent, 'root-more/b.sql'), join(parent, 'root/b.sql'))
    expect(() => openSourceStorage([join(parent, 'root')]).find('b.sql')).toThrow('PATH_OUTSIDE_ROOT')
  })
})

describe('list', () => {
  const files = { 'd/1.sql': '', 'd/s/2.SQL': '', 'd/s/t/3.xml': '', 'e/4.sql': '' }
  const paths = (options = {}, folder = 'd') =>
    openSourceStorage([makeTree(files)])
      .list(folder, options)
      .map((file) => file.path)
      .sort()

  test('goes down all folders', () => {
    expect(paths()).toEqual(['d/1.sql', 'd/s/2.SQL', 'd/s/t/3.xml'])
    expect(paths({}, '')).toHaveLength(4)
  })

  test('keeps to the depths and the ending asked for', () => {
    expect(paths({ maxDepth: 2 })).toEqual(['d/1.sql', 'd/s/2.SQL'])
    expect(paths({ minDepth: 2, maxDepth: 2 })).toEqual(['d/s/2.SQL'])
    expect(paths({ endsWith: '.sql' })).toEqual(['d/1.sql', 'd/s/2.SQL'])
  })

  test('a folder linked into itself is listed once', () => {
    const root = makeTree(files)
    symlinkSync(join(root, 'd'), join(root, 'd/s/again'))
    const found = openSourceStorage([root]).list('d')
    expect(found.map((file) => file.path).sort()).toEqual(['d/1.sql', 'd/s/2.SQL', 'd/s/t/3.xml'])
  })

  test('a folder that no root has is empty', () => {
    expect(paths({}, 'nowhere')).toEqual([])
  })
})

test('pieces are the bytes asked for, and only of files below a root', () => {
  const root = makeTree({ 'a.txt': '0123456789' })
  const storage = openSourceStorage([root])
  const absolute = storage.find('a.txt')?.absolute ?? ''
  expect([...storage.pieces(absolute, 2, 9, 3)].map(String)).toEqual(['234', '567', '8'])
  expect(() => [...storage.pieces('/etc/hostname', 0, 1)]).toThrow('PATH_OUTSIDE_ROOT')
  expect(() => [...storage.pieces(absolute, 5, 20)]).toThrow('FILE_UNREADABLE')
})
