import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../parse/tree.ts'
import { dvm } from '../support/dvm.ts'
import { formatted } from '../support/package.ts'

const files = formatted(
  ['one', 'create table one (id int);\n--rollback drop table one;'],
  ['two', 'create table two (id int);'],
  ['three', 'insert into two values (1);'],
)

function rollback(cwd: string, ...options: readonly string[]) {
  return dvm(['package', 'rollback', '--changelog', 'root.sql', ...options], { cwd })
}

describe('dvm package rollback', () => {
  test('says how each changeset is undone, what is lost, and where the package is', async () => {
    const folder = makeTree(files)
    const options = ['--to', 'order:0', '--allow-irreversible', '--explain', '--manifest', 'back.json']
    const { code, stdout, stderr } = await rollback(
      folder,
      ...options,
      '--out',
      'back.sql',
      '--generated-at',
      '2026-01-02T03:04:05Z',
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^none +three/m)
    expect(stdout).toMatch(/^proposed +two .*DROP TABLE two/m)
    expect(stdout).toMatch(/^own +one .*written in the changelog/m)
    expect(stdout).toContain('undone    1 none, 1 proposed, 1 own')
    expect(stdout).toContain('destroys  DROP TABLE one (root.sql::one::me)')
    expect(stdout).toContain('back to   order:0')
    const manifest = JSON.parse(readFileSync(join(folder, 'back.json'), 'utf8'))
    expect(manifest).toMatchObject({ kind: 'rollback', to: 'order:0', allowed: ['irreversible'] })
    const inspected = await dvm(['inspect', 'back.sql'], { cwd: folder })
    expect(inspected, inspected.stderr).toMatchObject({ code: 0 })
  })

  test('ends with 3 and every place, and writes nothing, where something cannot be undone', async () => {
    const folder = makeTree(files)
    const { code, stderr } = await rollback(folder, '--count', '3', '--no-proposed', '--out', 'back.sql')
    expect(code).toBe(3)
    expect(stderr).toContain('root.sql:11:1: changeset root.sql::three::me cannot be undone')
    expect(stderr).toContain('root.sql::two::me cannot be undone: sql has no rollback')
    expect(existsSync(join(folder, 'back.sql'))).toBe(false)
  })

  test.each([
    [[], 2, 'USAGE'],
    [['--to', 'order:1', '--to-date', '2026-01-01'], 2, 'USAGE'],
    [['--to', 'order:1', '--count', '1'], 2, 'SETTING_INVALID'],
    [['--to', 'oops:1'], 2, 'VERSION_INVALID'],
    [['--to-date', 'yesterday'], 2, 'SETTING_INVALID'],
    [['--to', 'v9'], 3, 'VERSION_NOT_FOUND'],
    [['--to-date', '2026-01-01'], 2, 'DATABASE_REQUIRED'],
    [['--count', '1', '--expect-rows', 'source', '--allow-irreversible'], 2, 'DATABASE_REQUIRED'],
    [['--count', '1', '--expect-rows', 'two'], 2, 'SETTING_INVALID'],
    [['--count', '1', '--expect-rows', 'two; drop=1'], 2, 'SETTING_INVALID'],
    [['--count', '1', '--expect-rows', 'shop.public.two=1'], 2, 'SETTING_INVALID'],
    [['--count', '1', '--chain', 'nowhere'], 2, 'FILE_NOT_FOUND'],
    [['--count', '1', '--chain', 'root.sql'], 2, 'PACKAGE_INVALID'],
  ] as const)('%j ends with %i: %s', async (options, code, said) => {
    const result = await rollback(makeTree(files), ...options)
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toContain(`[${said}]`)
  })
})
