import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { streamPgDump } from '../../src/database/stream-pg-dump.ts'
import type { DatabaseTarget } from '../../src/model/settings.ts'

const target: DatabaseTarget = {
  host: 'localhost',
  port: 5432,
  database: 'shop',
  user: 'me',
  password: 's3cret',
  ssl: false,
  parameters: {},
}
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-stream-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a program that does this; `$1` is the folder. */
function start(script: string, onWarning: (message: string) => void = () => undefined) {
  const path = join(folder, 'pg_dump')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return streamPgDump(path, target, [folder], onWarning)
}

async function until(path: string): Promise<void> {
  while (!existsSync(path)) await wait(10)
}

async function read(chunks: AsyncIterable<Buffer>): Promise<string> {
  const read: Buffer[] = []
  for await (const chunk of chunks) read.push(chunk)
  return Buffer.concat(read).toString()
}

test('what it writes before anybody reads is kept, also when it has ended', async () => {
  const warnings: string[] = []
  const dump = start('echo all; echo "pg_dump: warning: odd" >&2; : >"$1/done"', (message) => warnings.push(message))
  await until(join(folder, 'done'))
  // Its end is told to this process some time after it.
  await wait(200)
  expect(await read(dump.chunks)).toBe('all\n')
  expect(warnings).toEqual(['odd'])
  await dump.stop()
})

test('stopped, it is gone, whether or not anybody has read', async () => {
  const endless = 'echo $$ >"$1/pid.part"; mv "$1/pid.part" "$1/pid"; while :; do echo row; done'
  for (const reads of [false, true]) {
    const dump = start(endless)
    const pid = join(folder, 'pid')
    await until(pid)
    if (reads) for await (const chunk of dump.chunks) if (chunk.length > 0) break
    await dump.stop()
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH')
    rmSync(pid)
  }
})

test('it fails after its last piece, with what it said and without the password', async () => {
  const dump = start('echo some; echo "pg_dump: error: no $PGPASSWORD" >&2; exit 3')
  await expect(read(dump.chunks)).rejects.toMatchObject({
    code: 'TOOL_FAILED',
    message: expect.stringContaining('ended with exit code 3'),
    complaints: [{ detail: 'pg_dump: error: no ***' }],
  })
  await dump.stop()
})
