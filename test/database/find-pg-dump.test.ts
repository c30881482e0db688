import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findPgDump } from '../../src/database/find-pg-dump.ts'
import { realPath } from '../../src/storage/real-path.ts'

/** No server has this version: no pg_dump of this machine fits. */
const FUTURE = 90
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-pg-dump-'))
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function program(name: string, says: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`)
  chmodSync(path, 0o755)
  return path
}

test("pg_dump of the server's own version is taken from PATH", async () => {
  program('pg_dump', `pg_dump (PostgreSQL) ${FUTURE}.2 (Debian ${FUTURE}.2-1)`)
  expect(await findPgDump(null, realPath)(FUTURE)).toEqual({
    program: 'pg_dump',
    version: `${FUTURE}.2`,
    major: FUTURE,
  })
})

test('a newer one is taken where there is no other, and one of a version under test counts', async () => {
  program('pg_dump', `pg_dump (PostgreSQL) ${FUTURE + 2}beta1`)
  expect(await findPgDump(null, realPath)(FUTURE)).toMatchObject({ version: `${FUTURE + 2}beta1`, major: FUTURE + 2 })
})

test("Debian's script, which looks for the real one, is what is left where that is not in its folder", async () => {
  const script = program('pg_wrapper', `pg_dump (PostgreSQL) ${FUTURE}.1`)
  symlinkSync(script, join(folder, 'pg_dump'))
  expect(await findPgDump(null, realPath)(FUTURE)).toMatchObject({ program: 'pg_dump', version: `${FUTURE}.1` })
})

test('an older one is named with what is needed', async () => {
  program('pg_dump', 'pg_dump (PostgreSQL) 89.4')
  await expect(findPgDump(null, realPath)(FUTURE)).rejects.toThrow(
    'pg_dump 89.4 (pg_dump) cannot read a PostgreSQL 90 server; it needs pg_dump 90 or later [TOOL_TOO_OLD]',
  )
})

test('a named one is taken as it is, or refused: nothing else is looked for', async () => {
  program('pg_dump', `pg_dump (PostgreSQL) ${FUTURE}.2`)
  const other = program('mine', `pg_dump (PostgreSQL) ${FUTURE + 1}.0`)
  expect(await findPgDump(other, realPath)(FUTURE)).toMatchObject({ program: other })
  await expect(findPgDump(program('old', 'pg_dump (PostgreSQL) 13.4'), realPath)(FUTURE)).rejects.toMatchObject({
    code: 'TOOL_TOO_OLD',
  })
  for (const path of [program('psql', 'psql (PostgreSQL) 90.2'), join(folder, 'nothing')]) {
    await expect(findPgDump(path, realPath)(FUTURE)).rejects.toThrow(
      `${path} is no pg_dump that runs here [SETTING_INVALID]`,
    )
  }
})
