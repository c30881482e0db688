import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { packageRequest } from '../../src/http/contract/package-request.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { Context } from '../../src/task/context.ts'
import { type StagedAnyPackage, type StageOptions, stageAnyPackage } from '../../src/task/stage-any-package.ts'
import { update } from '../../src/task/update.ts'

import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { settingsIn } from '../support/package.ts'
import { toTarget } from '../support/target.ts'
import { writeFiles } from '../support/write-files.ts'

const FILES = {
  'root.sql': `--liquibase formatted sql
--changeset anna:1
CREATE TABLE orders (id int);
--rollback DROP TABLE orders;
--changeset anna:2
INSERT INTO orders VALUES (1);
--rollback DELETE FROM orders;
--changeset anna:3 labels:contract
ALTER TABLE orders ADD note text;
--rollback ALTER TABLE orders DROP note;
`,
}
const AT = '2026-01-02T03:04:05.000Z'
let source: FreshDatabase
let lacking: FreshDatabase
let context: Context
let folder: string

beforeAll(async () => {
  ;[source, lacking] = await Promise.all([freshDatabase(), freshDatabase()])
  folder = writeFiles(FILES)
  context = await compose(settingsIn(folder, FILES, { url: source.url, generatedAt: null }))
  await update(context)
})
afterAll(async () => {
  await context.database?.close()
  await Promise.all([source.drop(), lacking.drop()])
  rmSync(folder, { recursive: true, force: true })
})

const findDatabase = (name: string) =>
  name === 'has' ? toTarget(source.url) : name === 'lacks' ? toTarget(lacking.url) : null

async function staged<T>(
  asked: unknown,
  use: (made: StagedAnyPackage, bytes: Buffer) => T,
  options: StageOptions = {},
): Promise<T> {
  const request = packageRequest.parse(asked)
  const made = await stageAnyPackage(context, request, { generatedAt: AT, findDatabase, ...options })
  try {
    return use(made, readFileSync(made.path))
  } finally {
    await made.remove()
  }
}

const left = (): string[] => readdirSync(join(folder, '.dvm', 'staging'))

describe('stageAnyPackage', () => {
  it.each([
    [{ kind: 'deployed' }, '-database-package-20260102_030405.sql', 'text/plain', 3],
    [{ kind: 'pending' }, '-database-package-20260102_030405.sql', 'text/plain', 0],
    [{ kind: 'offline', count: 2 }, 'offline-database-package-20260102_030405.sql', 'text/plain', 2],
    [{ kind: 'incremental', versionFrom: 'order:2' }, '-database-package-20260102_030405.sql', 'text/plain', 1],
    [
      { kind: 'incremental', versionFrom: 'order:1', includeRollback: true },
      '-with-rollback-database-package-20260102_030405.tar',
      'application/x-tar',
      2,
    ],
    [
      { kind: 'environment', sourceTarget: 'has', targetTarget: 'lacks' },
      '-database-package-20260102_030405.sql',
      'text/plain',
      3,
    ],
    [{ kind: 'rollback', count: 1 }, '-rollback-package-20260102_030405.sql', 'text/plain', 1],
    [{ kind: 'liquibase', of: 'offline' }, '-liquibase-package-20260102_030405.xml', 'application/xml', 3],
    [{ kind: 'full', format: 'liquibase' }, '-liquibase-package-20260102_030405.xml', 'application/xml', 3],
    [{ kind: 'docker' }, '-docker-database-package-20260102_030405.tar', 'application/x-tar', null],
    [{ kind: 'split', afterDeploy: 'contract' }, '-split-database-package-20260102_030405.tar', 'application/x-tar', 3],
  ] as const)('makes %j one file that is what its facts say, the same again', async (asked, name, type, changesets) => {
    const again = await staged(asked, ({ facts }) => facts)
    await staged(asked, ({ facts, manifest }, bytes) => {
      expect(facts.fileName).toMatch(new RegExp(`^[\\w.-]*${name.replaceAll('.', '\\.')}$`))
      expect(facts.contentType).toMatch(new RegExp(`^${type}(?:$|;)`))
      expect(facts).toMatchObject({ kind: asked.kind, changesets, generatedAt: AT, bytes: bytes.length })
      expect(facts.sha256).toBe(sha256(bytes))
      expect(manifest.generatedAt).toBe(AT)
      expect(again).toEqual(facts)
    })
    expect(left()).toEqual([])
  })

  it('packs a package with the one that undoes it', async () => {
    const asked = { kind: 'incremental', versionFrom: 'order:1', offline: true, includeRollback: true }
    const text = await staged(asked, (_, bytes) => bytes.toString())
    expect(text).toContain('package.sql')
    expect(text).toContain('DELETE FROM orders')
    expect(text).toContain('ALTER TABLE orders DROP note')
  })

  it('opens a part of the file by its first and last byte', async () => {
    const request = packageRequest.parse({ kind: 'offline' })
    const made = await stageAnyPackage(context, request)
    const part = await made.open({ start: 3, end: 9 }).toArray()
    expect(Buffer.concat(part)).toEqual(readFileSync(made.path).subarray(3, 10))
    await made.remove()
  })

  it('reads files anew each time and says which ones it looked at', async () => {
    const looked = await staged({ kind: 'offline' }, (made) => [...made.looked.keys()])
    expect(looked).toContain(join(folder, 'root.sql'))
  })

  it('refuses a target that is not registered', async () => {
    const asked = { kind: 'environment', sourceTarget: 'has', targetTarget: 'nobody' }
    await expect(staged(asked, () => null)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('leaves nothing behind when it fails', async () => {
    await expect(staged({ kind: 'incremental', versionFrom: 'nowhere' }, () => null)).rejects.toMatchObject({
      code: 'VERSION_NOT_FOUND',
    })
    expect(left()).toEqual([])
  })

  it('ends at its next step with the reason of whoever does not wait any more', async () => {
    const gone = new AbortController()
    const onProgress = (): void => gone.abort(new Error('nobody waits'))
    const options = { signal: gone.signal, onProgress }
    await expect(staged({ kind: 'deployed' }, () => null, options)).rejects.toThrow('nobody waits')
    expect(left()).toEqual([])
  })
})
