import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/kit/digest.ts'
import type { DockerManifest } from '../../src/model/dump-manifest.ts'
import { buildDockerContext, type DockerRequest } from '../../src/task/build-docker-context.ts'
import { nameOf } from '../support/copy-database.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { formatted, withContext } from '../support/package.ts'
import { cleanEnvironment, type ProcessResult, runProcess } from '../support/run-process.ts'
import { usual } from './build-dump.ts'

const files = formatted(['1', 'create table orders (id int);'], ['2', 'insert into orders values (1);'])
let root = ''
let database: FreshDatabase
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'dvm-docker-'))
  database = await freshDatabase()
})
afterAll(async () => {
  await database.drop()
  rmSync(root, { recursive: true })
})

function build(out: string, wishes: Partial<DockerRequest> = {}): Promise<DockerManifest> {
  const url = wishes.of === undefined ? {} : { url: database.url }
  return withContext(files, url, (context) =>
    buildDockerContext(context, {
      form: 'database',
      of: 'sql',
      baseImage: null,
      dump: { options: usual, pgDump: null },
      out: join(root, out),
      ...wishes,
    }),
  )
}

/** Runs a script of a context as a container would; its files lie elsewhere, and it finds them by a variable. */
function container(folder: string, script: string, environment: NodeJS.ProcessEnv): Promise<ProcessResult> {
  const env = cleanEnvironment({ DVM_PACKAGE_DIR: join(root, folder), ...environment })
  return runProcess('bash', ['-c', script, join(root, folder)], { cwd: root, env })
}

/** As the image's own script takes a file that is not executable: read into itself, under these options. */
const ENTRYPOINT = 'set -Eeo pipefail; . "$0/init.sh"; echo went on'

function asImage(folder: string, target: string): Promise<ProcessResult> {
  const { hostname, port, username, password } = new URL(target)
  writeFileSync(join(root, 'PG_VERSION'), '15')
  return container(folder, ENTRYPOINT, {
    DVM_SOCKET_DIR: hostname,
    PGPORT: port,
    PGPASSWORD: decodeURIComponent(password),
    POSTGRES_USER: username,
    POSTGRES_DB: nameOf(target),
    PGDATA: root,
  })
}

describe('the context of a database image', () => {
  test('holds the package with its digest, and no more than the Dockerfile copies', async () => {
    const manifest = await build('one')
    const packaged = readFileSync(join(root, 'one', 'package.sql'))
    expect(readFileSync(join(root, 'one', 'SHA256SUMS'), 'utf8')).toBe(`${sha256(packaged)}  package.sql\n`)
    expect(manifest).toMatchObject({
      kind: 'docker',
      baseImage: 'postgres:16-bookworm',
      package: { sha256: sha256(packaged) },
    })
    for (const { path, sha256: digest } of manifest.files)
      expect(sha256(readFileSync(join(root, 'one', path)))).toBe(digest)
    const dockerfile = readFileSync(join(root, 'one', 'Dockerfile'), 'utf8')
    expect(dockerfile).toContain('FROM postgres:16-bookworm\n')
    const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '))
    const sent = [...readFileSync(join(root, 'one', '.dockerignore'), 'utf8').matchAll(/^!(.+)$/gm)].map(
      ([, name]) => name,
    )
    expect(sent.sort()).toEqual(copied.sort())
    for (const name of copied) expect(existsSync(join(root, 'one', name)), name).toBe(true)
  })

  test('makes the database as the image starts, and ends the container where that fails', async () => {
    const first = await asImage('one', database.url)
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('went on') })
    expect(await query(database.url, 'select id from orders')).toEqual([{ id: 1 }])
    expect(existsSync(join(root, 'PG_VERSION'))).toBe(true)
    const nowhere = new URL(database.url)
    nowhere.pathname = '/nothing'
    const failed = await asImage('one', nowhere.href)
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('the package failed with exit code 2') })
    expect(failed.stdout).not.toContain('went on')
    // The image would take the folder for a finished database.
    expect(existsSync(join(root, 'PG_VERSION'))).toBe(false)
  })

  test('of a live database is built on its major version, whatever the package in it', async () => {
    const [server] = await query<{ major: number }>(
      database.url,
      "select current_setting('server_version_num')::int / 10000 as major",
    )
    const baseImage = `postgres:${server?.major}-bookworm`
    expect(await build('deployed', { of: 'sql' })).toMatchObject({ baseImage })
    expect(await build('whole', { of: 'full' })).toMatchObject({ baseImage })
  })

  test('refuses a package that was altered before anything of it is run', async () => {
    await build('altered', { of: 'schema' })
    appendFileSync(join(root, 'altered', 'package.sql'), 'CREATE TABLE owned ();\n')
    const result = await asImage('altered', database.url)
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('not the file that was built') })
    expect(await query(database.url, "select to_regclass('owned') as owned")).toEqual([{ owned: null }])
  })

  test('leaves a folder alone that has something in it, and takes no name of an image that is none', async () => {
    await expect(build('one')).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
    const before = readdirSync(root)
    for (const baseImage of ['a b', 'postgres\nRUN id', '-x', '']) {
      await expect(build('two', { baseImage })).rejects.toMatchObject({ code: 'SETTING_INVALID' })
    }
    expect(readdirSync(root)).toEqual(before)
  })
})

describe('the context of a migration image', () => {
  const RUN = 'exec bash "$0/run.sh"'
  const pinned = `registry.example:5000/postgres@sha256:${'0'.repeat(64)}`

  test('is one tar file, the same bytes each time, that tar itself reads', async () => {
    const [one, other] = ['m1.tar', 'm2.tar']
    for (const out of [one, other]) await build(out, { form: 'migrate', baseImage: pinned })
    expect(readFileSync(join(root, one)).equals(readFileSync(join(root, other)))).toBe(true)
    const unpack = 'mkdir "$0" && tar -xpf m1.tar -C "$0" && ls -l "$0/run.sh"'
    expect((await container('m', unpack, {})).stdout).toMatch(/^-rwxr-xr-x/)
    expect(readFileSync(join(root, 'm', 'Dockerfile'), 'utf8')).toContain(`FROM ${pinned}\n`)
    expect(readdirSync(join(root, 'm')).sort()).toEqual(
      ['.dockerignore', 'Dockerfile', 'README.md', 'SHA256SUMS', 'manifest.json', 'package.sql', 'run.sh'].sort(),
    )
  })

  test("runs the package where the environment says, with psql's own exit code", async () => {
    const target = await freshDatabase()
    try {
      const { hostname, port, username, password } = new URL(target.url)
      // psql must find the password in the environment, not on its command line.
      const psql = join(root, 'psql')
      writeFileSync(psql, '#!/bin/sh\ncase "$*" in *:*:*@*) exit 90;; esac\nPATH=$REAL_PATH exec psql "$@"\n')
      chmodSync(psql, 0o755)
      const REAL_PATH = process.env['PATH'] ?? ''
      const PATH = `${root}:${REAL_PATH}`
      expect(await container('m', RUN, { PATH, REAL_PATH, DATABASE_URL: target.url })).toMatchObject({ code: 0 })
      expect(await query(target.url, 'select id from orders')).toEqual([{ id: 1 }])
      const settings = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: decodeURIComponent(password) }
      const again = { ...settings, PGDATABASE: target.name }
      expect(await container('m', RUN, again)).toMatchObject({ code: 0 })
      await query(target.url, 'update databasechangelog set md5sum = $1', ['9:other'])
      expect(await container('m', RUN, again)).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('other contents'),
      })
    } finally {
      await target.drop()
    }
  })

  test.each([
    [64, {}],
    [64, { DATABASE_URL: 'jdbc:postgresql://db/x' }],
    [69, { DATABASE_URL: 'postgres://127.0.0.1:1/x', DVM_WAIT: '0' }],
  ])('ends with exit code %i where there is nothing to run it on: %o', async (code, environment) => {
    expect(await container('m', RUN, environment)).toMatchObject({ code, stderr: expect.stringMatching(/^dvm: /) })
  })

  test('ends with exit code 65 where the package was altered', async () => {
    appendFileSync(join(root, 'm', 'package.sql'), '\n')
    expect(await container('m', RUN, { DATABASE_URL: database.url })).toMatchObject({ code: 65 })
  })
})
