import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { writeConditions } from './conditions.ts'
import { proveRebuild } from './prove-rebuild.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-conditions-'))
writeConditions(folder)
afterAll(() => rmSync(folder, { recursive: true }))

proveRebuild({ name: 'conditions of every kind', searchPath: folder, changelog: 'root.xml', single: true })
