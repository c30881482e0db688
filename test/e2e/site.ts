import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { silentLog } from '../../src/kit/log.ts'
import { serve } from '../../src/server.ts'
import { testSettings } from '../http/test-app.ts'

/** Plain changesets of the site's changelog; one more has a hostile name. */
export const CHANGESETS = 30
export const HOSTILE_ID = '<img src=x onerror="window.attacked=1">'

export interface Site {
  readonly url: string
  /** Changes a deployed changeset on the disk; what it returns puts the file back. */
  editFirstFile(): () => void
  dispose(): Promise<void>
}

/** The server on an embedded database of its own, its changelog deployed, with the page built from the sources. */
export async function startSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-site-'))
  const root = join(folder, 'changelogs')
  const page = join(folder, 'web')
  writeChangelog(root)
  await buildPage(page)
  const settings = {
    ...testSettings(join(folder, 'state')),
    changelog: 'master.xml',
    searchPath: [root],
  }
  const server = await serve(settings, { host: '127.0.0.1', port: 0, deploy: true, log: silentLog, page })
  const first = join(root, 'tables', '1.sql')
  return {
    url: server.url,
    editFirstFile: () => {
      writeFileSync(first, tableFile(1).replace('id int', 'id bigint'))
      return () => writeFileSync(first, tableFile(1))
    },
    dispose: async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export async function buildPage(outDir: string): Promise<void> {
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
    `  <changeSet id="${id}" author="eve"><sql>CREATE TABLE page_hostile (id int)</sql></changeSet>`,
    '</databaseChangeLog>',
  ]
  writeFileSync(join(root, 'master.xml'), lines.join('\n'))
}

function tableFile(number: number): string {
  return `--liquibase formatted sql\n--changeset anna:${number}\nCREATE TABLE page_${number} (id int);\n`
}
