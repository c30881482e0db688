import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyPackage } from '../../src/task/apply-package.ts'
import { buildFullPackage } from '../../src/task/build-full-package.ts'
import { inspectPackage } from '../../src/task/inspect-package.ts'
import { type FreshDatabase, freshDatabase, query, withFreshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import { withContext } from '../support/package.ts'
import { psql } from '../support/psql.ts'
import { cleanEnvironment, runProcess } from '../support/run-process.ts'
import { buildDump, usual } from './build-dump.ts'

let source: FreshDatabase
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-dump-faults-'))
  source = await freshDatabase()
  await query(
    source.url,
    `CREATE TABLE parent (id int PRIMARY KEY); CREATE UNIQUE INDEX parent_too ON parent ((id + 0), id);
     CREATE TABLE other (a int, b int); CREATE UNIQUE INDEX other_a ON other (a); CREATE INDEX other_b ON other (b);
     CREATE TABLE child (id int REFERENCES parent, a int REFERENCES other (a), pad text);
     CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
     CREATE VIEW v AS SELECT f(1) AS one; CREATE TABLE d (a int DEFAULT f(2), CHECK (f(a) > 0));
     INSERT INTO parent SELECT generate_series(1, 2000);
     INSERT INTO child SELECT id, NULL, repeat(md5(id::text), 20) FROM parent`,
  )
})
afterAll(async () => {
  await source.drop()
  rmSync(folder, { recursive: true })
})

/** A pg_dump that does this instead; `real` and `$@` are the true one and its arguments. */
function program(name: string, script: string): string {
  const path = join(folder, name)
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$1" in --version) exec pg_dump --version;; esac\nreal() { pg_dump "$@"; }\n${script}\n`,
  )
  chmodSync(path, 0o755)
  return path
}

async function failure(script: string): Promise<{ code: string; detail: string; message: string }> {
  return withContext({}, { url: source.url }, async (context) => {
    const [out = ''] = context.settings.searchPath
    const request = { options: usual, pgDump: program('pg_dump', script), target: { file: join(out, 'dump.sql') } }
    const error: unknown = await buildFullPackage(context, request).then(
      () => new Error('it was built'),
      (cause: unknown) => cause,
    )
    expect(readdirSync(out), 'nothing is left').toEqual([])
    const { complaints } = error as { complaints: { code: string; message: string; detail: string | null }[] }
    const [first] = complaints
    return { code: first?.code ?? '', message: first?.message ?? '', detail: first?.detail ?? '' }
  })
}

describe('a package is not there when its dump', () => {
  test('fails midway, and what pg_dump said of it is told without passwords', async () => {
    const { code, message, detail } = await failure(
      'real "$@" | head -c 20000\necho "pg_dump: reading tables" >&2\necho "pg_dump: error: broken; password=$PGPASSWORD" >&2\nexit 3',
    )
    expect(code).toBe('TOOL_FAILED')
    expect(message).toMatch(/^pg_dump on \S+ ended with exit code 3$/)
    expect(detail).toBe('pg_dump: error: broken; password=***')
  })

  test('is killed', async () => {
    expect(await failure('real "$@" | head -c 20000\nkill -9 $$')).toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringContaining('was ended by signal SIGKILL'),
    })
  })

  test('ends early without an error', async () => {
    expect(await failure('real "$@" 2>/dev/null | head -c 20000\nexit 0')).toMatchObject({ code: 'DUMP_UNSAFE' })
  })

  test('ends early between two statements, or before the first', async () => {
    const broken = { code: 'DUMP_UNSAFE', message: expect.stringContaining('breaks off before it says') }
    expect(await failure(`real "$@" 2>/dev/null | sed '/^CREATE VIEW/,$d'`)).toMatchObject(broken)
    expect(await failure('exit 0')).toMatchObject(broken)
  })

  test('holds a command of psql that a hostile server put there', async () => {
    expect(await failure('real "$@" | sed \'s/^CREATE TABLE public.child.*/\\\\! touch owned\\n&/\'')).toMatchObject({
      code: 'DUMP_UNSAFE',
      message: expect.stringContaining('child; Type: TABLE'),
    })
  })

  test('may not read a table', async () => {
    await query(source.url, "CREATE ROLE dump_poor LOGIN PASSWORD 's3cret'")
    try {
      const url = new URL(source.url)
      url.username = 'dump_poor'
      url.password = 's3cret'
      await expect(buildDump('full', url.href)).rejects.toMatchObject({
        code: 'TOOL_FAILED',
        complaints: [{ detail: expect.stringContaining('permission denied for table') }],
      })
    } finally {
      await query(source.url, 'DROP ROLE dump_poor')
    }
  })

  test('finds no room on the disk', async () => {
    const out = mkdtempSync(join(folder, 'full-disk-'))
    const cli = join(import.meta.dirname, '../../dist/cli.js')
    const script = 'ulimit -f 200; exec "$0" "$@"'
    const args = [cli, 'package', 'full', '--database-url', source.url, '--out', 'dump.sql']
    const result = await runProcess('bash', ['-c', script, process.execPath, ...args], {
      cwd: out,
      env: cleanEnvironment(),
    })
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('EFBIG [FILE_WRITE_FAILED]') })
    expect(readdirSync(out)).toEqual([])
  })
})

test('a source that changes while it is read is packaged as it stood when reading began', () =>
  withFreshDatabase(async (target) => {
    const pgDump = program(
      'late',
      `psql -X -q -c "INSERT INTO parent VALUES (9999); INSERT INTO child VALUES (9999); CREATE TABLE late ()" >&2; real "$@"`,
    )
    const { file, manifest } = await buildDump('full', source.url, { pgDump })
    expect(manifest.objects['table']).toBe(4)
    expect((await psql(target, file, { onErrorStop: true })).code).toBe(0)
    expect(await query(target, 'select max(id) as id from parent')).toEqual([{ id: 2000 }])
    expect(await query(source.url, "select to_regclass('late')::text as late, max(id) as id from parent")).toEqual([
      { late: 'late', id: 9999 },
    ])
  }))

describe('what is needed cannot be left out', () => {
  const refusals = async (wishes: Parameters<typeof buildDump>[2]): Promise<string[]> => {
    const error: unknown = await buildDump('full', source.url, wishes).catch((cause: unknown) => cause)
    return (error as { complaints: { code: string; message: string }[] }).complaints.map(
      ({ code, message }) => `${code} ${message}`,
    )
  }

  test('functions', async () => {
    expect(await refusals({ functions: false })).toEqual([
      'LEFT_OUT_NEEDED --no-functions is not possible: constraint d_a_check on table d needs function f(integer)',
      expect.stringMatching(/--no-functions is not possible: default value .* needs function f\(integer\)/),
      'LEFT_OUT_NEEDED --no-functions is not possible: view v needs function f(integer)',
    ])
  })

  test('tables, and the rows that others refer to', async () => {
    expect(await refusals({ excludeTables: ['parent'], excludeTableData: ['parent'] })).toEqual([
      'LEFT_OUT_NEEDED --exclude-table is not possible: constraint child_id_fkey on table child needs table parent',
      'LEFT_OUT_NEEDED --exclude-table-data is not possible: constraint child_id_fkey on table child needs the rows of parent',
    ])
  })

  test('names that stand for nothing are told all at once, with the nearest', async () => {
    expect(await refusals({ excludeTables: ['parnt', 'public.nothing'], schemas: ['pub*', 'ap'] })).toEqual([
      'PATTERN_UNMATCHED --schemas: no schema is called ap; the nearest: public',
      expect.stringMatching(
        /^PATTERN_UNMATCHED --exclude-table: no table, view or sequence is called parnt; the nearest: parent/,
      ),
      expect.stringMatching(/public\.nothing; the nearest: public\./),
    ])
  })

  test('an index that a foreign key refers to stays, and that is told', () =>
    withFreshDatabase(async (target) => {
      const { file, manifest } = await buildDump('full', source.url, { indexes: false })
      expect(manifest.leftOut).toEqual(['index other_b', 'index parent_too'])
      expect(manifest.warnings.map(({ message }) => message)).toEqual(['index other_a stays: a foreign key needs it'])
      expect((await psql(target, file, { onErrorStop: true })).code).toBe(0)
    }))
})

test('dvm runs a package of definitions, and leaves one with COPY to psql', () =>
  withFreshDatabase(async (target) => {
    const apply = (file: string) => withContext({}, { url: target }, (context) => applyPackage(context, file))
    const full = await buildDump('full', source.url)
    await expect(apply(full.file)).rejects.toThrow('its rows come as COPY, which psql alone can read')
    const schema = await buildDump('schema', source.url)
    expect(inspectPackage(schema.file)).toMatchObject({ ok: true, facts: { kind: 'schema' } })
    expect(await apply(schema.file)).toMatchObject({ failure: null })
    expect((await apply(schema.file)).failure?.message).toContain('this target is not empty')
  }))

test('the command line tells what was built, and sends it to standard output when asked', () =>
  withFreshDatabase(async (target) => {
    const args = ['package', 'full', '--database-url', source.url, '--compress', 'gzip', '--inserts']
    const result = await dvm([...args, '--out', 'a.sql.gz', '--manifest', 'm.json', '--format', 'json'], {
      cwd: folder,
    })
    expect(JSON.parse(result.stdout)).toMatchObject({ kind: 'full', client: 'any', compression: 'gzip' })
    const piped = await runProcess('bash', ['-c', 'gzip -dc a.sql.gz | psql -X -q -d "$0"', target], {
      cwd: folder,
      env: cleanEnvironment(),
    })
    expect(piped).toMatchObject({ code: 0, stderr: expect.stringContaining('is complete') })
    const schema = await dvm(['package', 'schema', '--database-url', source.url, '--out', '-'], { cwd: folder })
    expect(schema.stdout).toMatch(/^-- =+\n[\s\S]*-- dvm:sha256 \w+\n$/)
    expect(schema.stderr).toContain('standard output')
  }))
