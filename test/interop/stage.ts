import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { copyDatabase, dropDatabase } from '../support/copy-database.ts'
import { freshDatabase } from '../support/database.ts'
import { type DatabaseDump, dump, type HistoryRow, historyRows } from '../support/dump.ts'
import { dvm } from '../support/dvm.ts'
import { type LiquibaseResult, liquibase } from '../support/liquibase.ts'
import { psql } from '../support/psql.ts'

/** A changelog as both Liquibase and we are told of it. */
export interface Source {
  readonly searchPath: string
  readonly changelog: string
  readonly contexts?: string
  readonly defines?: Readonly<Record<string, string>>
}

/** All that is compared of a database. */
export interface State extends DatabaseDump {
  readonly history: readonly HistoryRow[]
}

/** What real Liquibase made of a changelog, and empty databases to do the same on. */
export interface Stage {
  readonly folder: string
  /** Deployed by Liquibase in one go, and what it looked like then. */
  readonly deployed: string
  readonly expected: State
  /** What a second `update` makes of it. */
  readonly expectedAgain: State
  /** Where Liquibase stopped half-way, and what it looks like once Liquibase has gone on. */
  readonly half: string
  readonly expectedFinished: State
  fresh(): Promise<string>
  copy(url: string): Promise<string>
  leave(): Promise<void>
}

export async function setStage(source: Source): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-interop-'))
  const databases: string[] = []
  const keep = (url: string): string => {
    databases.push(url)
    return url
  }
  const fresh = async (): Promise<string> => keep((await freshDatabase()).url)
  const copy = async (url: string): Promise<string> => keep(await copyDatabase(url))
  const leave = async (): Promise<void> => {
    for (const url of databases) await dropDatabase(url)
    rmSync(folder, { recursive: true })
  }

  const deployed = await fresh()
  await runLiquibase(source, deployed, 'update')
  const expected = await stateOf(deployed)
  const expectedAgain = await updatedState(source, await copy(deployed))
  const half = await fresh()
  const count = Math.max(1, Math.floor(expected.history.length / 2))
  await runLiquibase(source, half, 'update-count', [`--count=${count}`])
  const expectedFinished = await updatedState(source, await copy(half))
  return { folder, deployed, expected, expectedAgain, half, expectedFinished, fresh, copy, leave }
}

async function updatedState(source: Source, url: string): Promise<State> {
  await runLiquibase(source, url, 'update')
  return stateOf(url)
}

export async function stateOf(url: string): Promise<State> {
  return { ...(await dump(url)), history: await historyRows(url) }
}

export async function runLiquibase(
  { changelog, searchPath, contexts = '', defines }: Source,
  url: string,
  command: string,
  extra: readonly string[] = [],
): Promise<LiquibaseResult> {
  const result = await liquibase(url, command, { changelogFile: changelog, searchPath, contexts, defines, extra })
  expect(result.exitCode, result.stderr).toBe(0)
  return result
}

/** Runs a package in plain psql, no flags, in a folder where a trap that springs would leave its mark. */
export async function apply(stage: Stage, url: string, file: string): Promise<void> {
  const result = await psql(url, file, { cwd: stage.folder })
  expect(result.stderr).not.toMatch(/^psql:.*: (ERROR|FATAL|PANIC):/m)
  expect(result.code).toBe(0)
  expect(existsSync(join(stage.folder, 'dvm-trap-sprung'))).toBe(false)
}

export async function packageSql(source: Source, out: string, options: readonly string[]): Promise<void> {
  const result = await dvm(['package', 'sql', ...dvmOptions(source), '--out', out, ...options])
  expect(result, result.stderr).toMatchObject({ code: 0 })
}

export function dvmOptions({ changelog, searchPath, contexts = '', defines = {} }: Source): string[] {
  return [
    '--changelog',
    changelog,
    '--search-path',
    searchPath,
    ...(contexts === '' ? [] : ['--contexts', contexts]),
    ...Object.entries(defines).flatMap(([name, value]) => ['--define', `${name}=${value}`]),
  ]
}
