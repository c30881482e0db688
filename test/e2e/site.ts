import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { build } from 'vite'
import { openDatabase } from '../../src/database/open-database.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import type { Grant } from '../../src/model/account.ts'
import { serve } from '../../src/server.ts'
import { createUser } from '../../src/task/create-user.ts'
import { testSettings } from '../http/test-app.ts'
import { freshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

/** Plain changesets of the site's changelog; one more has a hostile name. */
export const CHANGESETS = 30
export const HOSTILE_ID = '<img src=x onerror="window.attacked=1">'
export const PASSWORD = 'seven wild plums under snow'

export interface Site {
  readonly url: string
  /** The link that makes the first administrator, as the log has it. */
  readonly setupLink: string
  /** Changes a deployed changeset on the disk; what it returns puts the file back. */
  editFirstFile(): () => void
  /** Holds a table of the first database, so that dumps wait; what it returns lets it go. */
  holdTable(name: string): Promise<() => Promise<void>>
  /** A user with PASSWORD. */
  addUser(name: string, grants: readonly Grant[]): Promise<void>
  dispose(): Promise<void>
}

export interface SiteOptions {
  /** Whether people have to sign in. */
  readonly signIn: boolean
  /** Names of the registered databases, each with the site's changelog. */
  readonly targets: readonly string[]
}

/** The server on fresh databases, its changelog deployed, with the page built from the sources. */
export async function startSite({ signIn, targets }: SiteOptions): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-site-'))
  const root = join(folder, 'changelogs')
  const page = join(folder, 'web')
  writeChangelog(root)
  const [own, ...databases] = await Promise.all([
    freshDatabase(),
    ...targets.map(() => freshDatabase()),
    buildPage(page),
  ])
  const links: string[] = []
  const warn = (_message: string, facts?: Record<string, unknown>): void => void links.push(String(facts?.['link']))
  const server = await serve(
    { ...testSettings(join(folder, 'state')), changelog: 'master.xml', searchPath: [root] },
    {
      host: '127.0.0.1',
      port: 0,
      signIn,
      log: { ...silentLog, warn },
      page,
      manager: { database: toTarget(own.url), migrate: true },
      targets: targets.map((name, index) => ({
        name,
        database: toTarget(databases[index]?.url ?? ''),
        changelog: 'master.xml',
      })),
    },
  )
  const first = join(root, 'tables', '1.sql')
  const database = openDatabase(toTarget(own.url))
  const manager = { database, clock: systemClock, log: silentLog }
  return {
    url: server.url,
    setupLink: links.find((link) => link.includes('#setup=')) ?? '',
    editFirstFile: () => {
      writeFileSync(first, tableFile(1).replace('id int', 'id bigint'))
      return () => writeFileSync(first, tableFile(1))
    },
    holdTable: (name) => holdTable(databases[0]?.url ?? '', name),
    addUser: async (name, grants) => void (await createUser(manager, { name, password: PASSWORD, grants })),
    dispose: async () => {
      await database.close()
      await server.close()
      await Promise.all([own, ...databases].map((each) => each?.drop()))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function holdTable(url: string, name: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`BEGIN; LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`)
  return () => client.end()
}

async function buildPage(outDir: string): Promise<undefined> {
  const root = fileURLToPath(new URL('../../web', import.meta.url))
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  })
}

function writeChangelog(root: string): void {
  mkdirSync(join(root, 'tables'), { recursive: true })
  const numbers = Array.from({ length: CHANGESETS }, (_, index) => index + 1)
  for (const number of numbers) writeFileSync(join(root, 'tables', `${number}.sql`), tableFile(number))
  const includes = numbers.map((number) => `  <include file="tables/${number}.sql"/>`)
  const id = HOSTILE_ID.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">',
    ...includes,
    `  <changeSet id="${id}" author="eve"><sql>CREATE TABLE page_hostile (id int)</sql>`,
    '    <rollback>DROP TABLE page_hostile</rollback></changeSet>',
    '</databaseChangeLog>',
  ]
  writeFileSync(join(root, 'master.xml'), lines.join('\n'))
}

function tableFile(number: number): string {
  return `--liquibase formatted sql\n--changeset anna:${number}\nCREATE TABLE page_${number} (id int);\n`
}
