import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import type { ProcessResult } from '../support/run-process.ts'

let database: FreshDatabase
let directory: string

beforeEach(async () => {
  database = await freshDatabase()
  directory = mkdtempSync(join(tmpdir(), 'dvm-deploy-'))
})
afterEach(async () => {
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

function write(...changesets: string[]): void {
  const text = changesets.map((sql, at) => `--changeset anna:${at + 1}\n${sql}\n`).join('')
  writeFileSync(join(directory, 'master.sql'), `--liquibase formatted sql\n${text}`)
}

function run(...args: string[]): Promise<ProcessResult> {
  const needsChangelog = args[0] !== 'apply' && args[0] !== 'history'
  const changelog = needsChangelog ? ['--changelog', 'master.sql'] : []
  return dvm([...args, ...changelog], { cwd: directory, env: { DATABASE_URL: database.url } })
}

test('a package is built, applied, and applied again without effect', async () => {
  write('CREATE TABLE a (i int);', 'CREATE TABLE b (i int);')
  const built = await run('package', 'sql', '--kind', 'offline', '--out', 'first.sql')
  expect(built.code).toBe(0)
  expect(built.stdout).toContain('psql -f first.sql')
  const first = await run('apply', 'first.sql')
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' })
  expect(first.stdout).toMatch(/^done: 2 applied on /m)
  const second = await run('apply', 'first.sql')
  expect(second.code).toBe(0)
  expect(second.stdout).toMatch(/^done: 0 applied, 2 skipped on /m)
})

test('update stops at what fails, tells what was never tried, and goes on from there', async () => {
  write('CREATE TABLE a (i int);', 'CREATE TABLE a (i int);', 'CREATE TABLE c (i int);')
  const failed = await run('update')
  expect(failed.code).toBe(1)
  expect(failed.stdout).toMatch(/^stopped: 1 applied, 1 failed, 1 never-tried on /m)
  expect(failed.stderr).toMatch(/^error: .*\[APPLY_FAILED\]\nhint: /)
  write('CREATE TABLE a (i int);', 'CREATE TABLE b (i int);', 'CREATE TABLE c (i int);')
  const mended = await run('update', '--format', 'json')
  expect(mended.code).toBe(0)
  expect(JSON.parse(mended.stdout).counts).toMatchObject({ applied: 2 })
})

test('status tells what is pending and validate refuses what was edited', async () => {
  write('CREATE TABLE a (i int);')
  await run('update')
  write('CREATE TABLE a (i bigint);', 'CREATE TABLE b (i int);')
  const status = await run('status')
  expect(status.code).toBe(0)
  expect(status.stdout).toMatch(/^drifted +1 /m)
  expect(status.stdout).toMatch(/^pending +2 /m)
  const validated = await run('validate')
  expect(validated.code).toBe(3)
  expect(validated.stdout).toMatch(/^drifted master\.sql:2:1: /m)
  expect(validated.stderr).toContain('[VALIDATION_FAILED]')
})

test('a deployed package of a drifted database is refused with 3, and nothing is written', async () => {
  write('CREATE TABLE a (i int);')
  await run('update')
  write('CREATE TABLE a (i bigint);')
  const refused = await run('package', 'sql', '--out', 'drifted.sql', '--format', 'json')
  expect(refused.code).toBe(3)
  expect(JSON.parse(refused.stderr).error.code).toBe('CHECKSUM_DRIFT')
  const allowed = await run('package', 'sql', '--out', 'drifted.sql', '--format', 'json', '--allow', 'drift')
  expect(allowed.code).toBe(0)
  expect(JSON.parse(allowed.stdout)).toMatchObject({ kind: 'deployed', allowed: ['drift'] })
})

test('a piped package stands alone on standard output, and two builds are the same bytes', async () => {
  write('CREATE TABLE a (i int);')
  const args = ['package', 'sql', '--kind', 'pending', '--out', '-', '--generated-at', '2025-01-31T12:00:00Z']
  const [one, two] = [await run(...args), await run(...args, '--explain', '--manifest', 'manifest.json')]
  expect(one.code).toBe(0)
  expect(one.stdout).toBe(two.stdout)
  expect(two.stderr).toContain('never-ran')
  await query(database.url, one.stdout)
  expect(await query(database.url, 'SELECT id FROM databasechangelog')).toEqual([{ id: '1' }])
})
