import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { writeAwkwardNames } from './awkward-names.ts'
import { proveRebuild } from './prove-rebuild.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-names-'))
writeAwkwardNames(folder)
afterAll(() => rmSync(folder, { recursive: true }))

proveRebuild({
  name: 'names, paths and comments that try to break out',
  searchPath: folder,
  changelog: 'master.xml',
  contexts: 'a_b',
  single: true,
})

proveRebuild({
  name: 'bodies that psql, a dollar tag or a session setting could spoil',
  searchPath: fileURLToPath(new URL('changelogs/traps', import.meta.url)),
  changelog: 'master.xml',
  single: true,
})
