import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { writeFiles } from '../support/write-files.ts'
import { trapFiles } from './bundle-traps.ts'
import { writeMixedChangelog } from './mixed-changelog.ts'
import { proveBundle } from './prove-bundle.ts'

const mixed = writeMixedChangelog()
afterAll(() => rmSync(mixed.folder, { recursive: true }))

proveBundle({
  name: 'a shop',
  searchPath: fileURLToPath(new URL('changelogs/shop', import.meta.url)),
  changelog: 'master.xml',
  contexts: 'prod,online',
  recorded: 1,
})

proveBundle({ name: 'five formats over two folders and a jar', ...mixed, recorded: 1 })

const traps = writeFiles(trapFiles)
afterAll(() => rmSync(traps, { recursive: true }))

proveBundle({ name: 'what one file has no words for', searchPath: traps, changelog: 'root.yaml', recorded: 6 })
