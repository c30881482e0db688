import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRODUCT_VERSION } from '../../src/kit/version.ts'
import { dvm } from '../support/dvm.ts'
import { cleanEnvironment, runProcess } from '../support/run-process.ts'

const entry = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dvm-cli-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('the built command prints its version', async () => {
  expect(await dvm(['--version'])).toEqual({ code: 0, stdout: `${PRODUCT_VERSION}\n`, stderr: '' })
})

test('the built command ends with 2 on wrong usage, and writes no colour into a pipe', async () => {
  const { code, stdout, stderr } = await dvm(['histori'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toBe(
    "error: unknown command 'histori' (Did you mean history?) [USAGE]\nhint: run the command with --help\n",
  )
})

test('liquibase.properties in the current directory is read only when it is named', async () => {
  writeFileSync(join(directory, 'liquibase.properties'), 'url=jdbc:mysql://db/shop?password=hunter2\n')
  const run = (args: string[]) => dvm(['history', '--format', 'json', ...args], { cwd: directory })
  const codeOf = ({ stderr }: { stderr: string }) => JSON.parse(stderr).error.code
  expect(codeOf(await run([]))).toBe('DATABASE_REQUIRED')
  const named = await run(['--defaults-file', 'liquibase.properties'])
  expect(codeOf(named)).toBe('SETTING_INVALID')
  expect(named.stderr).toContain('liquibase.properties:1')
  expect(named.stderr).not.toContain('hunter2')
})

test('a server that is not there ends with 1, and the password is not shown', async () => {
  const env = { PGPASSWORD: 'hunter2' }
  const { code, stderr } = await dvm(['history', '--database-url', 'postgres://app@127.0.0.1:1/shop'], { env })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: .*127\.0\.0\.1:1.* \[DATABASE_UNREACHABLE\]\nhint: /)
  expect(stderr).not.toContain('hunter2')
})

test('a reader that goes away is no error', async () => {
  const child = spawn(process.execPath, [entry, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

const BIG = `--liquibase formatted sql\n--changeset a:1\nselect '${'x'.repeat(1 << 20)}';\n`

/** Arguments that build a package into standard output, for a folder that they make ready. */
function piped(): readonly string[] {
  writeFileSync(join(directory, 'big.sql'), BIG)
  return [entry, 'package', 'sql', '--changelog', 'big.sql', '--out', '-']
}

function staged(): readonly string[] {
  const folder = join(directory, '.dvm', 'staging')
  return existsSync(folder) ? readdirSync(folder) : []
}

test('an answer that the disk has no room for is a failure, and told', async () => {
  const run = (args: readonly string[]) =>
    runProcess('sh', ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, ...args], {
      cwd: directory,
      env: cleanEnvironment(),
    })
  for (const args of [[entry, '--help'], piped()]) {
    const { code, stderr } = await run(args)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^error: cannot write standard output: ENOSPC \[FILE_WRITE_FAILED\]\nhint: .*\n$/),
    })
  }
  expect(staged()).toEqual([])
})

test('a package under way leaves nothing behind when it is interrupted', async () => {
  const child = spawn(process.execPath, piped(), {
    cwd: directory,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'readable')
  expect(staged()).toHaveLength(1)
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
  expect(staged()).toEqual([])
})
