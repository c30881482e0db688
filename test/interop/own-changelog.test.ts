import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { type LiquibaseOptions, liquibase } from '../support/liquibase.ts'

const OWN: LiquibaseOptions = { changelogFile: 'changelog/changelog.xml', searchPath: process.cwd() }
const FOLDER = 'changelog/manager'
/** Those of every file, and the one that tags. */
const CHANGESETS = readdirSync(FOLDER).reduce((sum, name) => sum + countIn(join(FOLDER, name)), 1)

function countIn(file: string): number {
  return readFileSync(file, 'utf8').match(/^--changeset /gm)?.length ?? 0
}

async function run(url: string, command: string, options: LiquibaseOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await liquibase(url, command, options)
  if (exitCode !== 0) throw new Error(`${command}: ${stdout}\n${stderr}`)
  return stdout + stderr
}

test('real Liquibase deploys our own tables, finds nothing more to do, and takes every changeset back', () =>
  withFreshDatabase(async (url) => {
    await run(url, 'update', OWN)
    expect(await query(url, 'SELECT count(*)::int AS n, max(tag) AS tag FROM databasechangelog')).toEqual([
      { n: CHANGESETS, tag: '0.1.0' },
    ])
    expect(await run(url, 'status', OWN)).toMatch(/up to date/)
    await run(url, 'rollback-count', { ...OWN, extra: [`--count=${CHANGESETS}`] })
    expect(await query(url, "SELECT to_regnamespace('dvm') AS schema")).toEqual([{ schema: null }])
  }))

test('an audit event can be added, and never changed, deleted or truncated', () =>
  withFreshDatabase(async (url) => {
    await run(url, 'update', OWN)
    await query(url, "INSERT INTO dvm.audit_event (actor, action, outcome) VALUES ('anna', 'package', 'done')")
    for (const change of [
      "UPDATE dvm.audit_event SET actor = 'eve'",
      'DELETE FROM dvm.audit_event',
      'TRUNCATE dvm.audit_event',
    ]) {
      await expect(query(url, change)).rejects.toThrow(/append-only/)
    }
    expect(await query(url, 'SELECT actor, action, outcome, detail FROM dvm.audit_event')).toEqual([
      { actor: 'anna', action: 'package', outcome: 'done', detail: {} },
    ])
  }))

test('the view shows the newest package of each kind', () =>
  withFreshDatabase(async (url) => {
    await run(url, 'update', OWN)
    const add = (kind: string, file: string, at: string): Promise<unknown> =>
      query(
        url,
        `INSERT INTO dvm.package_build (kind, file_name, sha256, byte_count, changeset_count, manager_version, built_at)
         VALUES ($1, $2, repeat('0', 64), 1, 1, '0.1.0', $3)`,
        [kind, file, at],
      )
    await add('deployed', 'newer.sql', '2026-02-01')
    await add('deployed', 'older.sql', '2026-01-01')
    await add('offline', 'only.sql', '2026-01-01')
    expect(await query(url, 'SELECT kind, file_name FROM dvm.latest_package')).toEqual([
      { kind: 'deployed', file_name: 'newer.sql' },
      { kind: 'offline', file_name: 'only.sql' },
    ])
    await expect(add('guessed', 'x.sql', '2026-01-01')).rejects.toThrow(/package_build_kind_known/)
  }))
