import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DumpKind } from '../../src/model/dump-manifest.ts'
import type { VerificationReport } from '../../src/model/verification.ts'
import { applyPackage } from '../../src/task/apply-package.ts'
import { inspectPackage } from '../../src/task/inspect-package.ts'
import { verifyPackage } from '../../src/task/verify-package.ts'
import { type FreshDatabase, query, withFreshDatabase } from '../support/database.ts'
import { manifestSchema } from '../support/manifest-schema.ts'
import { withContext } from '../support/package.ts'
import { toTarget } from '../support/target.ts'
import { buildDump } from './build-dump.ts'
import { dropReader, makeSource } from './dump-source.ts'

let source: FreshDatabase
beforeAll(async () => {
  source = await makeSource()
})
afterAll(async () => {
  const admin = source.url.replace(/\/[^/]*$/, '/postgres')
  await source.drop()
  await dropReader(admin)
})

const MADE = /^made what its source holds: (?:[a-z ]+ \d+, )*table \d+, /

async function verify(kind: DumpKind, meanwhile: string): Promise<VerificationReport> {
  const { file } = await buildDump(kind, source.url)
  await query(source.url, meanwhile)
  const scope = { schemas: null, ignore: [], owners: false, privileges: true }
  const request = { file, base: [], scope, data: kind === 'full', scratch: null, prepare: null }
  return withContext({}, { url: source.url, changelog: null }, (context) => verifyPackage(context, request))
}

test.each(['schema', 'full'] as const)('a package of kind %s is proved against its source', async (kind) => {
  const report = await verify(kind, 'select 1')
  expect(report).toMatchObject({ verified: true, against: 'database', history: [], differences: [] })
  expect(report.fingerprint.found).toBe(report.fingerprint.expected)
  expect(report.data?.unexpected ?? []).toEqual([])
  const made = kind === 'full' ? /^made what its source holds, rows included: .*table \d.*, by psql$/ : MADE
  expect(report.steps).toMatchObject([{ title: 'runs', detail: expect.stringMatching(made) }])
})

test('who applies a package of a whole database is told what it made, and where it broke off', async () => {
  const apply = async (url: string, file: string) =>
    withContext({}, { url, changelog: null }, (context) => applyPackage(context, file))
  const single = await buildDump('schema', source.url)
  const loose = await buildDump('schema', source.url, { transaction: 'none', allow: ['non-empty-target'] })
  await withFreshDatabase(async (url) => {
    const done = await apply(url, single.file)
    expect(done).toMatchObject({ ok: true, made: { kind: 'schema' }, rows: [] })
    expect(done.made?.objects).toMatchObject({ table: expect.any(Number), index: expect.any(Number) })
    const refused = await apply(url, single.file)
    expect(refused).toMatchObject({ ok: false, made: null, failure: { code: 'APPLY_REFUSED' } })
    const broken = await apply(url, loose.file)
    expect(broken).toMatchObject({ ok: false, made: null, failure: { code: 'APPLY_FAILED' } })
    expect(broken.failure?.message).toContain('already exists')
    expect(broken.failure?.hint).toContain('what was made stays')
  })
})

test.each(['schema', 'full'] as const)('a package of kind %s is read back, whatever its rows hold', async (kind) => {
  const { file, manifest } = await buildDump(kind, source.url)
  const read = inspectPackage(file)
  expect(read).toMatchObject({ ok: true, faults: [], changesets: [], sha256: manifest.sha256, facts: { kind } })
})

test('a package of a whole database is proved without it, by the fingerprint that it tells', async () => {
  const { file, manifest } = await buildDump('schema', source.url)
  expect(() => manifestSchema().parse(manifest)).not.toThrow()
  const scope = { schemas: null, ignore: [], owners: false, privileges: true }
  const request = { file, base: [], scope, data: false, scratch: toTarget(source.url), prepare: null }
  const report = await withContext({}, { changelog: null }, (context) => verifyPackage(context, request))
  expect(report).toMatchObject({ verified: true, against: 'fingerprint' })
  const partly = await buildDump('full', source.url, { excludeTables: ['app.pt*'] })
  expect(partly.manifest.fingerprint).toBeNull()
  expect(() => manifestSchema().parse(partly.manifest)).not.toThrow()
})

test('a source that went on is seen, in its rows and its definitions', async () => {
  const report = await verify(
    'full',
    'create table app.later (id int); delete from app.u where ctid = (select min(ctid) from app.u)',
  )
  expect(report.verified).toBe(false)
  expect(report.differences).toMatchObject([{ kind: 'table', name: 'app.later', state: 'missing' }])
  expect(report.data?.unexpected.map(({ table }) => table)).toContain('"app"."u"')
})
