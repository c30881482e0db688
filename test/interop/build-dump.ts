import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DumpKind, DumpManifest, DumpOptions } from '../../src/model/dump-manifest.ts'
import { buildFullPackage } from '../../src/task/build-full-package.ts'
import { buildSchemaPackage } from '../../src/task/build-schema-package.ts'
import { withContext } from '../support/package.ts'

export const usual: DumpOptions = {
  schemas: [],
  excludeTables: [],
  excludeTableData: [],
  privileges: true,
  owner: true,
  history: true,
  data: true,
  indexes: true,
  functions: true,
  rowsPerInsert: null,
  transaction: 'single',
  compress: 'none',
}

export interface Dumped {
  readonly file: string
  readonly folder: string
  readonly manifest: DumpManifest
  readonly text: string
}

export interface DumpWishes extends Partial<DumpOptions> {
  readonly pgDump?: string
  readonly allow?: readonly string[]
}

/** Builds a package of a live database in this process. */
export async function buildDump(kind: DumpKind, url: string, wishes: DumpWishes = {}): Promise<Dumped> {
  const { pgDump = null, allow = [], ...options } = wishes
  return withContext({}, { url, package: { allow } }, async (context) => {
    const [folder = ''] = context.settings.searchPath
    const file = join(folder, 'dump.sql')
    const request = { options: { ...usual, ...options }, pgDump, target: { file } }
    const manifest =
      kind === 'schema' ? await buildSchemaPackage(context, request) : await buildFullPackage(context, request)
    return { file, folder, manifest, text: readFileSync(file, 'latin1') }
  })
}
