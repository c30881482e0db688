import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { deploy, formatted } from '../support/package.ts'
import { dvmHere } from './dvm-here.ts'
import { runMain } from './run-main.ts'

const a = ['a', 'create table a (id int);'] as const
const b = ['b', 'create table b (id int);'] as const
const files = formatted(a, b)

function options(folder: string): string[] {
  return ['package', 'sql', '--changelog', 'root.sql', '--search-path', folder, '--out', join(folder, 'out.sql')]
}

/** The same URL with a password that is wrong. */
function withWrongPassword(url: string): string {
  const wrong = new URL(url)
  wrong.password = 'hunter2'
  return wrong.href
}

describe('dvm package sql', () => {
  test('says from where to where the package leads, in words and in JSON', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const folder = makeTree(files)
      const range = ['--from', 'order:1', '--database-url', url]
      const text = await dvmHere([...options(folder), ...range])
      expect(text.code, text.stderr).toBe(0)
      expect(text.stdout).toMatch(/^kind +incremental, 1 changeset, /m)
      expect(text.stdout).toMatch(/^from +order:1 = order 1, root\.sql::a::me \(1 changeset\)$/m)
      expect(text.stdout).toMatch(/^to +the newest = order 2, root\.sql::b::me \(2 changesets\)$/m)
      const json = await dvmHere([
        ...options(folder),
        ...range,
        '--format',
        'json',
        '--manifest',
        join(folder, 'm.json'),
      ])
      const { path } = JSON.parse(json.stdout)
      expect(path).toMatchObject({ from: { version: 'order:1', changesets: 1 }, steps: [{ changesets: 1 }] })
      expect(JSON.parse(readFileSync(join(folder, 'm.json'), 'utf8')).path).toEqual(path)
    })
  })

  test('shows where two databases differ, and never a password of theirs', async () => {
    await withFreshDatabase(async (one) => {
      await withFreshDatabase(async (other) => {
        await deploy(one, formatted(a))
        await deploy(other, files)
        const folder = makeTree(files)
        const built = await dvmHere([...options(folder), '--from-database', one, '--to-database', other, '--verbose'])
        expect(built.code, built.stderr).toBe(0)
        expect(built.stdout).toMatch(/^differs +root\.sql::b::me: only in the second, order 2$/m)
        const back = ['--from-database', other, '--to-database', one]
        const refused = await dvmHere([...options(folder), ...back, '--format', 'json'])
        expect(refused.code).toBe(3)
        expect(refused.stderr).toContain('ENVIRONMENTS_DIVERGED')
        const wrong = ['--from-database', one, '--to-database', withWrongPassword(other)]
        const failed = await dvmHere([...options(folder), ...wrong])
        expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('[DATABASE_REFUSED]') })
        const said = [built, refused, failed].flatMap(({ stdout, stderr }) => [stdout, stderr])
        said.push(readFileSync(join(folder, 'out.sql'), 'utf8'))
        expect(said.join('\n')).not.toMatch(new RegExp(`hunter2|${new URL(one).password}`))
      })
    })
  })

  test.each([
    [['--from', 'order:2', '--to', 'order:1'], 2, 'RANGE_INVALID', 'dvm package rollback'],
    [['--from', 'tag:none'], 3, 'VERSION_NOT_FOUND', 'dvm history'],
    [['--from', 'nonsense:1'], 2, 'VERSION_INVALID', 'tag:NAME'],
    [['--to', 'date:2026-01-01'], 2, 'DATABASE_REQUIRED', '--database-url'],
  ])('refuses %j with a code and the next step, and writes nothing', async (range, code, name, hint) => {
    const folder = makeTree(files)
    const refused = await dvmHere([...options(folder), ...range])
    expect(refused.code).toBe(code)
    expect(refused.stderr).toContain(`[${name}]`)
    expect(refused.stderr).toContain(hint)
    expect(() => readFileSync(join(folder, 'out.sql'))).toThrow(/ENOENT/)
  })

  test('explains versions with examples', async () => {
    const { stdout } = await runMain(['package', 'sql', '--help'])
    expect(stdout).toContain('From where to where:')
    expect(stdout).toContain('A version is tag:NAME')
    expect(stdout).toContain('--from-database "$PRODUCTION" --to-database "$STAGING"')
  })
})
