import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import type { ProcessResult } from '../support/run-process.ts'
import { runMain } from './run-main.ts'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dvm-commands-'))
  const changesets = ['a', 'b', 'c'].map((id) => `--changeset anna:${id}\nCREATE TABLE ${id} (i int);\n`)
  writeFileSync(join(directory, 'master.sql'), `--liquibase formatted sql\n${changesets.join('')}`)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const changelog = ['--changelog', 'master.sql']

function run(url: string, ...args: string[]): Promise<ProcessResult> {
  return dvm(args, { cwd: directory, env: { DATABASE_URL: url } })
}

describe('wrong usage is told with the next step:', () => {
  test.each([
    [['tag'], "missing required argument 'tag' [USAGE]"],
    [['tag-exists'], "missing required argument 'tag' [USAGE]"],
    [['tag', 'a', 'b'], "too many arguments for 'tag'. Expected 1 argument but got 2. [USAGE]"],
    [['tag', ' '], 'the tag (from the command line): it is empty [SETTING_INVALID]'],
    [['tag', 'x'.repeat(256)], 'it is longer than 255 characters [SETTING_INVALID]'],
    [['tag-exists', ''], 'the tag (from the command line): it is empty [SETTING_INVALID]'],
    [['update', '--count'], "option '--count <number>' argument missing [USAGE]"],
    [['changelog-sync', '--count', '1'], "unknown option '--count'"],
    [['mark-next-ran', '--to-tag', 'v1'], "unknown option '--to-tag'"],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runMain(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^hint: /m)
  })

  test.each([
    ['update', ...changelog, '--count', '0'],
    ['update', ...changelog, '--count=-3'],
    ['package', 'sql', ...changelog, '--count', 'many'],
    ['update', ...changelog, '--count', '1', '--to-tag', 'v1'],
  ])('%s %s %s %s %s', async (...args) => {
    const { code, stderr } = await runMain(args, { DATABASE_URL: 'postgres://u@db/x' })
    expect(code).toBe(2)
    expect(stderr).toMatch(/--(count|to-tag) \(from the command line\): .* \[SETTING_INVALID\]/)
  })

  const commands = [
    ['tag', 'v1'],
    ['tag-exists', 'v1'],
    ['changelog-sync', ...changelog],
    ['mark-next-ran', ...changelog],
    ['clear-checksums'],
    ['list-locks'],
    ['release-locks'],
  ]
  test.each(commands)('%s without a database', async (...args) => {
    const { code, stderr } = await runMain(args)
    expect(code).toBe(2)
    expect(stderr).toContain(`dvm ${args[0]} needs a database [DATABASE_REQUIRED]`)
  })

  test('changelog-sync without a changelog asks for it', async () => {
    const { code, stderr } = await runMain(['changelog-sync'], { DATABASE_URL: 'postgres://u@db/x' })
    expect([code, stderr]).toEqual([2, expect.stringContaining('--changelog is missing')])
  })
})

describe('on a database', () => {
  test('each command says what it did, in words and in JSON', async () => {
    await withFreshDatabase(async (url) => {
      const dry = await run(url, 'mark-next-ran', ...changelog, '--dry-run')
      expect(dry).toMatchObject({ code: 0, stderr: '' })
      expect(dry.stdout).toMatch(/^a +anna +master\.sql +9:\w{32}$/m)
      expect(dry.stdout).toContain('dry run, nothing was changed: 1 changeset recorded as executed')
      expect((await run(url, 'mark-next-ran', ...changelog)).stdout).toMatch(/^done: 1 changeset recorded/m)
      expect((await run(url, 'tag', 'v1')).stdout).toMatch(/^done: tag "v1" is on master\.sql::a::anna in /)
      expect((await run(url, 'tag-exists', 'v1')).stdout).toMatch(/^yes: tag "v1" is on master\.sql::a::anna in /)
      const absent = await run(url, 'tag-exists', 'v2', '--format', 'json')
      expect([absent.code, JSON.parse(absent.stdout)]).toEqual([
        0,
        expect.objectContaining({ exists: false, keys: [] }),
      ])
      const synced = await run(url, 'changelog-sync', ...changelog, '--format', 'json')
      expect(JSON.parse(synced.stdout)).toMatchObject({
        dryRun: false,
        rows: [{ key: { id: 'b' } }, { key: { id: 'c' } }],
      })
      expect((await run(url, 'clear-checksums')).stdout).toMatch(
        /^done: 3 checksums cleared, public\.databasechangelog in /,
      )
      expect((await run(url, 'list-locks')).stdout).toContain('free: nobody holds the changelog lock')
      expect((await run(url, 'release-locks')).stdout).toMatch(/^done: the lock was free, /)
    })
  })

  test('an unknown tag ends with 3 and changes nothing', async () => {
    await withFreshDatabase(async (url) => {
      for (const command of ['update', 'changelog-sync']) {
        const { code, stdout, stderr } = await run(url, command, ...changelog, '--to-tag', 'v7')
        expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
        expect(stderr).toMatch(/^error: .*carries tag "v7" \[TAG_NOT_FOUND\]\nhint: .*--allow unknown-tag/)
      }
      expect(await query(url, "select to_regclass('databasechangelog') as there")).toEqual([{ there: null }])
    })
  })

  test('a held lock ends with 1 and says who holds it since when, and what to do', async () => {
    await withFreshDatabase(async (url) => {
      await run(url, 'changelog-sync', ...changelog)
      await query(url, "update databasechangeloglock set locked = true, lockedby = 'ci', lockgranted = '2026-01-02'")
      const refused = await run(url, 'tag', 'v1', '--lock-wait', '0')
      expect([refused.code, refused.stdout]).toEqual([1, ''])
      expect(refused.stderr).toMatch(
        /held by ci since 2026-01-02 00:00:00 \[LOCK_HELD\]\n.*may be dead.*\nhint: .*dvm release-locks/,
      )
      const waited = await run(url, 'tag', 'v1', '--lock-wait', '1')
      expect(waited.stderr).toMatch(/^waiting for the changelog lock, held by ci since 2026-01-02 00:00:00\nerror: /)
      expect((await run(url, 'list-locks')).stdout).toMatch(/^ci +2026-01-02 00:00:00 +lock row +dvm release-locks$/m)
      expect((await run(url, 'release-locks')).stdout).toMatch(/^done: the lock of ci since .* is released, /)
      expect((await run(url, 'tag', 'v1', '--quiet')).code).toBe(0)
    })
  })

  test('update goes as far as it is told, and a dry run of it nowhere', async () => {
    await withFreshDatabase(async (url) => {
      const dry = await run(url, 'update', ...changelog, '--count', '2', '--dry-run')
      expect(dry.stdout).toMatch(/^planned +a +anna +master\.sql +never-ran$/m)
      expect(dry.stdout).toMatch(/^dry run, nothing was changed: 2 planned on /m)
      expect((await run(url, 'update', ...changelog, '--count', '2')).stdout).toMatch(/^done: 2 applied on /m)
      const rest = await run(url, 'package', 'sql', ...changelog, '--kind', 'pending', '--count', '9', '--out', '-')
      expect(rest.stdout).toContain('CREATE TABLE c (i int)')
      expect(rest.stdout).not.toContain('CREATE TABLE b (i int)')
    })
  })
})
