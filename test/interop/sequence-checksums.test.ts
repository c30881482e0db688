import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import { liquibase } from '../support/liquibase.ts'
import { dvmOptions, runLiquibase } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-sequences-'))
const source = { searchPath: folder, changelog: 'root.json' }
const change = (id: string, changes: readonly object[]) => ({ changeSet: { id, author: 'sara', changes } })
const row = (column: object) => ({ schemaName: 's', tableName: 't', columns: [{ column }] })

writeFileSync(
  join(folder, 'root.json'),
  JSON.stringify({
    databaseChangeLog: [
      change('0', [{ sql: { sql: 'create schema s; create sequence s.q; create table s.t (id int);' } }]),
      change('1', [{ insert: row({ name: 'id', valueSequenceNext: 'q' }) }]),
      change('2', [{ update: row({ name: 'id', valueSequenceNext: 'q' }) }]),
      change('3', [{ insert: row({ name: 'id', valueSequenceCurrent: 'q' }) }]),
    ],
  }),
)

afterAll(() => rmSync(folder, { recursive: true }))

const sums = async (url: string) =>
  (await query<{ md5sum: string }>(url, 'SELECT md5sum FROM databasechangelog ORDER BY orderexecuted')).map(
    (entry) => entry.md5sum,
  )

const validate = (url: string) => liquibase(url, 'validate', { changelogFile: source.changelog, searchPath: folder })

it('a history in which Liquibase recorded sequences by their schema is valid here, though not for Liquibase itself', {
  timeout: 60_000,
}, async () => {
  await withFreshDatabase(async (theirs) => {
    await runLiquibase(source, theirs, 'update')
    expect(await validate(theirs)).toMatchObject({ exitCode: 1 })
    const validated = await dvm(['validate', ...dvmOptions(source), '--database-url', theirs])
    expect(validated).toMatchObject({ code: 0 })
    const updated = await dvm(['update', ...dvmOptions(source), '--database-url', theirs])
    expect(updated.stdout).toContain('0 applied')
    await withFreshDatabase(async (ours) => {
      await dvm(['update', ...dvmOptions(source), '--database-url', ours])
      expect(await validate(ours)).toMatchObject({ exitCode: 0 })
      const [first, ...rest] = await sums(ours)
      const [theirFirst, ...theirRest] = await sums(theirs)
      expect(first).toBe(theirFirst)
      for (const [index, sum] of rest.entries()) expect(sum).not.toBe(theirRest[index])
    })
  })
})
