import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../parse/tree.ts'
import { formatted } from '../support/package.ts'
import { runProcess } from '../support/run-process.ts'
import { dvmHere } from './dvm-here.ts'
import { runMain } from './run-main.ts'

const files = {
  ...formatted(['1', 'create table t (a int);\n--rollback drop table t;']),
  'a b/note.txt': '',
}
const NOBODY = 'postgres://nobody@127.0.0.1:1/none'

function inTree(command: string, ...more: readonly string[]) {
  const folder = makeTree(files)
  const changelog = ['--changelog', 'root.sql', '--search-path', folder, '--state-dir', join(folder, '.dvm')]
  const run = dvmHere(['package', command, ...changelog, ...more.map((word) => word.replace(/^@/, `${folder}/`))])
  return run.then((answer) => ({ ...answer, folder }))
}

describe('--manifest', () => {
  test.each(['sql', 'liquibase', 'rollback'])('of package %s is never written over the package', async (command) => {
    const count = command === 'rollback' ? ['--count', '1'] : []
    const { code, stderr, folder } = await inTree(command, ...count, '--out', '@x.sql', '--manifest', '@./x.sql')
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('is the file of the package') })
    expect(existsSync(join(folder, 'x.sql'))).toBe(false)
  })

  test('of a package of a live database is not either, and none of them makes a file called -', async () => {
    const url = ['--database-url', NOBODY]
    const same = await dvmHere(['package', 'schema', ...url, '--out', 'x.sql', '--manifest', 'x.sql'])
    expect(same.stderr).toContain('x.sql is the file of the package itself [SETTING_INVALID]')
    const dash = await inTree('sql', '--out', '@x.sql', '--manifest', '-')
    expect(dash.stderr).toContain('name a file [SETTING_INVALID]')
  })
})

test.each([
  ['sql', 'x.sql', "psql -f '@a b/x.sql' "],
  ['liquibase', 'x.xml', "--changelog-file='@a b/x.xml' "],
  ['split', 'parts', "psql -f '@a b/parts/run.sql' "],
  ['docker', 'image', "docker build '@a b/image'\n"],
  ['docker', 'image.tar', "docker build - < '@a b/image.tar'\n"],
])('package %s prints a command that a shell takes as it stands: %s', async (command, name, printed) => {
  const { code, stdout, folder } = await inTree(command, '--search-path', '@', '--out', `@a b/${name}`)
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(printed.replace('@', `${folder}/`)) })
})

describe('a package of the changelog alone', () => {
  test.each([
    ['sql', ['--out', '@x.sql']],
    ['sql', ['--out', '@x.sql', '--from', 'order:0']],
    ['liquibase', ['--out', '@x.xml']],
    ['docker', ['--out', '@image']],
  ])('asks no database that the environment happens to name: %s %j', async (command, more) => {
    const { code, stderr } = await inTree(command, '--kind', 'offline', '--database-url', NOBODY, ...more)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('dvm package docker', () => {
  test('makes files that an image can read, whatever the umask is', async () => {
    const before = process.umask(0o077)
    try {
      const { folder, code } = await inTree('docker', '--out', '@image')
      expect(code).toBe(0)
      const modes = ['package.sql', 'SHA256SUMS', 'init.sh'].map((name) => statSync(join(folder, 'image', name)).mode)
      expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['644', '644', '755'])
      expect(readFileSync(join(folder, 'image', 'Dockerfile'), 'utf8')).toContain('FROM postgres:16-bookworm')
    } finally {
      process.umask(before)
    }
  })

  test('has a time in its archive that tar can read, whatever the package says', async () => {
    for (const [at, year] of [
      ['1960-01-01T00:00:00Z', '1970'],
      ['9999-01-01T00:00:00Z', '2242'],
    ] as const) {
      const { folder } = await inTree('docker', '--out', '@image.tar', '--generated-at', at)
      const { stdout } = await runProcess('tar', ['--utc', '-tvf', join(folder, 'image.tar'), 'package.sql'])
      expect(stdout).toContain(` ${year}-`)
    }
  })

  test('makes no image of a database from what another database lacks', async () => {
    const { code, stderr } = await inTree('docker', '--kind', 'pending', '--database-url', NOBODY, '--out', '@image')
    const refused = expect.stringContaining('--form migrate [SETTING_INVALID]')
    expect({ code, stderr }).toEqual({ code: 2, stderr: refused })
  })

  test.each([
    [
      ['--no-data', '--transaction', 'none'],
      ['--transaction', '--no-data'],
    ],
    [
      ['--of', 'full', '--kind', 'pending'],
      ['--kind', '--changelog'],
    ],
    [
      ['--of', 'schema', '--inserts'],
      ['--changelog', '--inserts'],
    ],
  ])('refuses options of another kind of package: %j', async (given, named) => {
    const options = ['--changelog', 'x.sql', '--format', 'json', ...given]
    const { code, stderr } = await runMain(['package', 'docker', ...options])
    expect(code).toBe(2)
    for (const name of named) expect(stderr).toContain(`${name} (from the command line): it says nothing of a package`)
    expect((await runMain(['package', 'docker', '--compress', 'gzip'])).stderr).toContain('unknown option')
  })
})
