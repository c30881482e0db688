import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { writeFiles } from '../support/write-files.ts'
import { runHere } from './compared.ts'

const ROOT = `--liquibase formatted sql
--changeset anna:1
create table orders (id int primary key, old int);
--changeset anna:2 labels:contract
alter table orders drop column old;
`
const FILES = {
  'before.sql': 'CREATE EXTENSION IF NOT EXISTS plpgsql;\n\n/* é */ SELECT 1,\n  nothing FROM nowhere;\n',
  'open.sql': "SELECT 1;\n  SELECT 'x;\n",
}

let fresh: FreshDatabase
let folder: string

beforeAll(async () => {
  fresh = await freshDatabase()
  folder = writeFiles({ 'root.sql': ROOT })
  const made = [
    ['update', ...where()],
    ['package', 'sql', ...where(), '--out', 'one.sql', '--manifest', 'one.json'],
    ['package', 'split', ...where(), '--after-deploy', 'contract', '--out', 'parts'],
    ['package', 'liquibase', ...where(), '--out', 'bundle.xml', '--manifest', 'bundle.json'],
  ]
  for (const args of made) {
    const { code, stderr, written } = await run(...args)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    for (const [name, text] of Object.entries(written)) manifests[join(folder, name)] = text
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await fresh.drop()
})

const where = (): string[] => ['--changelog', 'root.sql', '--database-url', fresh.url]
const manifests: Record<string, string> = {}
const run = (...args: string[]) => runHere(args, folder, { ...FILES, ...manifests })
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')

describe('dvm verify', () => {
  test.each(['parts', 'parts/manifest.json', 'parts/run.sql', 'bundle.xml'])('proves %s', async (name) => {
    const { code, stdout } = await run('verify', name, '--database-url', fresh.url)
    expect(stdout).toContain('proved: history and catalog are equal')
    expect(code).toBe(0)
  })

  test('needs no more than the server for scratch databases where a package tells its fingerprint', async () => {
    for (const name of ['parts', 'bundle.xml']) {
      const { code, stdout } = await run('verify', name, '--scratch-url', inject('pgUrl'))
      expect(stdout).toContain('proved: the catalog has the fingerprint of its source')
      expect(code).toBe(0)
    }
  })

  test.each([
    ['before.sql', 'before.sql:4:16: query failed (42P01)'],
    ['open.sql', 'open.sql:2:10: unterminated string'],
  ])('says where in its preparation it failed: %s', async (file, message) => {
    const { stderr } = await run('verify', 'one.sql', '--database-url', fresh.url, '--prepare', file)
    expect(stderr).toContain(message)
    const drift = await run('drift', ...where(), '--prepare', file)
    expect(drift.stderr).toContain(message)
  })
})

describe('dvm inspect', () => {
  async function altered(file: string, change: (text: string) => string, args: string[]) {
    const text = read(file)
    writeFileSync(join(folder, file), change(text))
    try {
      return await run('inspect', ...args)
    } finally {
      writeFileSync(join(folder, file), text)
    }
  }
  const longer = (text: string): string => text.replace('drop column old', 'drop column older')

  test.each([
    ['one.sql', ['one.sql', '--manifest', 'one.json'], 'its last line'],
    ['bundle.xml', ['bundle.xml', '--manifest', 'bundle.json'], 'its last line'],
    ['parts/002-after-deploy-ddl.sql', ['parts'], 'manifest.json'],
  ])('of an altered %s names the file and the changeset that is another', async (file, args, by) => {
    const { code, stderr } = await altered(file, longer, args)
    expect(code).toBe(3)
    expect(stderr).toContain(`${file} was changed after it was built: ${by} says SHA-256`)
    expect(stderr).toContain('[PACKAGE_ALTERED]')
    expect(stderr).toContain('changeset root.sql::2::anna is another')
  })

  test.each([
    ['bundle.xml', (text: string) => text.replace('</changeSet>', '</changeset>')],
    ['one.sql', (text: string) => text.replace('-- dvm:changeset {"n":1', '-- dvm:changeset {"n":"1"')],
    ['parts/run.sql', (text: string) => text.replace('ON_ERROR_STOP on', 'ON_ERROR_STOP off')],
  ])('of an altered %s that cannot be read, or is no package itself, says the same', async (file, change) => {
    const { code, stderr } = await altered(file, change, [file.startsWith('parts') ? 'parts' : file])
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('[PACKAGE_ALTERED]') })
  })

  test('ends otherwise where nothing was altered and something is not there or does not fit', async () => {
    const part = join(folder, 'parts/001-before-deploy-ddl.sql')
    const text = read('parts/001-before-deploy-ddl.sql')
    rmSync(part)
    const gone = await run('inspect', 'parts')
    writeFileSync(part, text)
    expect(gone).toMatchObject({ code: 3, stdout: expect.stringContaining('001-before-deploy-ddl.sql is not there') })
    expect(gone.stderr).toContain('[VALIDATION_FAILED]')
    expect(await run('inspect', 'parts')).toMatchObject({ code: 0 })
  })
})
