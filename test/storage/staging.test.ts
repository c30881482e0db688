import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStagedFile, sweepStaging } from '../../src/storage/staging.ts'

let stateDir = ''
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'dvm-staging-'))
})
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

it('lends a file that nobody else may read, and removes it', async () => {
  const file = await createStagedFile(stateDir, '.sql')
  writeFileSync(file.path, 'SELECT 1;')
  expect(statSync(dirname(file.path)).mode & 0o077).toBe(0)
  expect(await text(file.open())).toBe('SELECT 1;')
  await file.remove()
  await file.remove()
  expect(existsSync(file.path)).toBe(false)
})

it('fails with a code where the folder cannot be made', async () => {
  writeFileSync(join(stateDir, 'file'), '')
  await expect(createStagedFile(join(stateDir, 'file'), '.sql')).rejects.toMatchObject({ code: 'FILE_WRITE_FAILED' })
})

it('sweeps what a killed process left, and not what may still be written', async () => {
  const old = await createStagedFile(stateDir, '.sql')
  const young = await createStagedFile(stateDir, '.sql')
  for (const { path } of [old, young]) writeFileSync(path, '')
  utimesSync(old.path, 0, 0)
  expect(await sweepStaging(stateDir, new Date())).toBe(1)
  expect([existsSync(old.path), existsSync(young.path)]).toEqual([false, true])
  expect(await sweepStaging(join(stateDir, 'none'), new Date())).toBe(0)
})
