import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect } from 'vitest'
import { compose } from '../../src/compose.ts'
import type { PackageManifest } from '../../src/model/package.ts'
import type { Decision } from '../../src/model/selection.ts'
import type { Settings } from '../../src/model/settings.ts'
import { scanStatements } from '../../src/sql/scan-statements.ts'
import { buildPackage } from '../../src/task/build-package.ts'
import type { Context } from '../../src/task/context.ts'
import { makeTree } from '../parse/tree.ts'
import { query } from './database.ts'
import { toTarget } from './target.ts'

export type Files = Readonly<Record<string, string | Buffer>>

export interface Wishes extends Partial<Omit<Settings, 'package' | 'database'>> {
  readonly url?: string
  readonly package?: Partial<Settings['package']>
}

/** Settings of a run over `folder`, whose root changelog is `root.xml` where there is one, else `root.sql`. */
export function settingsIn(folder: string, files: Files, { url, package: wanted, ...rest }: Wishes = {}): Settings {
  return {
    changelog: 'root.xml' in files ? 'root.xml' : 'root.sql',
    searchPath: [folder],
    duplicateFiles: 'refuse',
    parsing: { missingProperties: 'preserve', propertyEscaping: false, unknownEntries: 'refuse' },
    database: url === undefined ? null : toTarget(url),
    tables: { schema: null, changelog: 'databasechangelog', lock: 'databasechangeloglock' },
    defaultSchema: null,
    contexts: [],
    labelFilter: null,
    upTo: null,
    range: null,
    properties: [],
    stateDir: join(folder, '.dvm'),
    generatedAt: '2026-01-02T03:04:05.000Z',
    package: {
      kind: null,
      transaction: 'per-changeset',
      client: 'any',
      lockWait: 0,
      minServerVersion: null,
      allow: [],
      ...wanted,
    },
    ...rest,
  }
}

/** Lends the context of such a run; files are written to a folder of their own. */
export async function withContext<T>(files: Files, wishes: Wishes, use: (context: Context) => Promise<T>): Promise<T> {
  const context = await compose(settingsIn(makeTree(files), files, wishes))
  try {
    return await use(context)
  } finally {
    await context.database?.close()
  }
}

export interface Built {
  readonly file: string
  readonly folder: string
  readonly text: string
  readonly manifest: PackageManifest
  readonly decisions: Readonly<Record<string, Decision>>
}

/** Builds a package, by default of the whole changelog; with `url` of what that database says, kind `deployed`. */
export async function buildFrom(files: Files, wishes: Wishes = {}): Promise<Built> {
  return withContext(files, wishes, async (context) => {
    const [folder = ''] = context.settings.searchPath
    const file = join(folder, 'package.sql')
    const decisions: Record<string, Decision> = {}
    const manifest = await buildPackage(context, {
      kind: context.settings.package.kind,
      target: { file },
      onDecision: (changeset, decision) => {
        decisions[changeset.key.id] = decision
      },
    })
    return { file, folder, text: readFileSync(file, 'utf8'), manifest, decisions }
  })
}

export interface ServerSaid {
  readonly errors: readonly { message: string; detail?: string; hint?: string; code?: string }[]
  /** NOTICE and WARNING, each as `SEVERITY: text`. */
  readonly notices: readonly string[]
}

/** Sends a package statement by statement, as a client does that goes on after errors; on one session. */
export async function runPackage(client: pg.Client, text: string): Promise<ServerSaid> {
  const notices: string[] = []
  const errors: ServerSaid['errors'][number][] = []
  const listener = (notice: { severity?: string | undefined; message?: string | undefined }): void => {
    notices.push(`${notice.severity}: ${notice.message}`)
  }
  client.on('notice', listener)
  for (const statement of scanStatements([text])) {
    try {
      await client.query(statement.text)
    } catch (error) {
      // What follows an error in the same transaction says nothing of its own.
      if (error instanceof pg.DatabaseError && error.code !== '25P02') errors.push(error)
      else if (!(error instanceof pg.DatabaseError)) throw error
    }
  }
  client.removeListener('notice', listener)
  return { errors, notices }
}

export async function withSession<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** Builds offline and runs the package on a session of its own. */
export async function attempt(url: string, files: Files, wishes: Wishes = {}): Promise<ServerSaid> {
  const { text } = await buildFrom(files, wishes)
  return withSession(url, (client) => runPackage(client, text))
}

/** The same, and nothing may fail. */
export async function deploy(url: string, files: Files, wishes: Wishes = {}): Promise<ServerSaid> {
  const said = await attempt(url, files, wishes)
  expect(said.errors).toEqual([])
  return said
}

/** A formatted SQL root changelog of `[header, sql]` pairs; `header` is what stands behind `--changeset me:`. */
export function formatted(...changesets: readonly (readonly [header: string, sql: string])[]): Files {
  const parts = changesets.map(([header, sql]) => `--changeset me:${header}\n${sql}\n`)
  return { 'root.sql': `--liquibase formatted sql\n\n${parts.join('\n')}` }
}

/** EXECTYPE of every changeset in the history, by id. */
export async function outcomes(url: string): Promise<Record<string, string>> {
  const rows = await query<{ id: string; exectype: string }>(url, 'select id, exectype from databasechangelog')
  return Object.fromEntries(rows.map((row) => [row.id, row.exectype]))
}

/** The tables of schema public, Liquibase's own left out. */
export async function tablesOf(url: string): Promise<string[]> {
  const rows = await query<{ name: string }>(
    url,
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname !~ '^databasechange' order by 1`,
  )
  return rows.map((row) => row.name)
}
