import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { packageRequest } from '../../src/http/contract/package-request.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { SchemaPackageRequest } from '../../src/model/package-request.ts'
import type { Context } from '../../src/task/context.ts'
import { dumpDatabase } from '../../src/task/dump-database.ts'
import { type StageOptions, stageAnyPackage } from '../../src/task/stage-any-package.ts'
import { dumpOptions } from '../../src/task/stage-dump.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { settingsIn } from '../support/package.ts'
import { writeFiles } from '../support/write-files.ts'

interface Asked {
  readonly kind: string
  readonly compress?: string
  readonly format?: string
  readonly of?: string
}

const FILES = { 'root.sql': '--liquibase formatted sql\n' }
const AT = '2026-01-02T03:04:05.000Z'
let database: FreshDatabase
let context: Context
let folder: string

beforeAll(async () => {
  database = await freshDatabase()
  await query(database.url, "CREATE TABLE orders (id int, note text); INSERT INTO orders VALUES (1, 'first of all')")
  folder = writeFiles(FILES)
  context = await compose(settingsIn(folder, FILES, { url: database.url, generatedAt: null }))
})
afterAll(async () => {
  await context.database?.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function staged(asked: unknown, options: StageOptions = {}) {
  const made = await stageAnyPackage(context, packageRequest.parse(asked), { generatedAt: AT, ...options })
  const bytes = readFileSync(made.path)
  await made.remove()
  return { ...made, bytes }
}
const left = (): readonly string[] => readdirSync(join(folder, '.dvm', 'staging'))

describe('packages of a live database', () => {
  it.each<readonly [Asked, string, string]>([
    [{ kind: 'schema' }, '-schema-database-package-20260102_030405.sql', 'text/plain; charset=UTF-8'],
    [{ kind: 'full' }, '-full-database-package-20260102_030405.sql', 'text/plain; charset=UTF-8'],
    [{ kind: 'full', compress: 'gzip' }, '-full-database-package-20260102_030405.sql.gz', 'application/gzip'],
    [{ kind: 'full', format: 'docker' }, '-full-docker-database-package-20260102_030405.tar', 'application/x-tar'],
    [{ kind: 'docker', of: 'schema' }, '-docker-database-package-20260102_030405.tar', 'application/x-tar'],
  ])('makes %j one file, the same again while nothing changes', async (asked, name, contentType) => {
    const [one, other] = [await staged(asked), await staged(asked)]
    expect(one.facts.fileName).toMatch(new RegExp(`${name.replaceAll('.', '\\.')}$`))
    expect(one.facts).toMatchObject({ contentType, bytes: one.bytes.length, sha256: sha256(one.bytes) })
    expect(other.facts).toEqual(one.facts)
    const text = (asked.compress === 'gzip' ? gunzipSync(one.bytes) : one.bytes).toString()
    expect(text).toContain('CREATE TABLE public.orders')
    expect(text.includes('first of all')).toBe(asked.kind === 'full')
    expect(left()).toEqual([])
  })

  it('leaves out what it is told to', async () => {
    const { bytes } = await staged({ kind: 'full', includeData: false, excludeTables: ['orders'] })
    expect(bytes.toString()).not.toContain('CREATE TABLE public.orders')
  })

  it('end pg_dump when nobody waits any more', async () => {
    const pid = join(folder, 'pid')
    const slow = join(folder, 'slow_pg_dump')
    const script = `#!/bin/sh\ncase "$*" in *--version*) exec pg_dump --version;; esac\necho $$ > '${pid}'\nexec sleep 600\n`
    writeFileSync(slow, script, { mode: 0o755 })
    const gone = new AbortController()
    const options = dumpOptions(packageRequest.parse({ kind: 'schema' }) as SchemaPackageRequest)
    const target = { file: join(folder, 'never.sql') }
    const made = dumpDatabase(context, 'schema', { options, pgDump: slow, target, signal: gone.signal })
    const refused = made.then(
      () => null,
      (error: unknown) => error,
    )
    await expect.poll(() => existsSync(pid) && readFileSync(pid, 'utf8').endsWith('\n'), { timeout: 20_000 }).toBe(true)
    gone.abort(new Error('nobody waits'))
    expect(await refused).toMatchObject({ message: 'nobody waits' })
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH')
    expect(existsSync(target.file)).toBe(false)
  })
})
