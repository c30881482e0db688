import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRODUCT_VERSION } from '../../src/kit/version.ts'
import { dvm } from '../support/dvm.ts'

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
  const entry = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
  const child = spawn(process.execPath, [entry, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})
