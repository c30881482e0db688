import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PRODUCT } from '../kit/version.ts'

/**
 * The folder this product is installed in: the nearest one above this module whose package.json bears its name. Looked
 * up, not counted in `..`: the module's depth differs between the sources and the built files.
 */
export function productRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let folder = start; ; folder = dirname(folder)) {
    if (isProduct(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`no package.json of ${PRODUCT} above ${start}`)
  }
}

function isProduct(manifest: string): boolean {
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
    return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === PRODUCT
  } catch {
    // No package.json here, or not one: look further up.
    return false
  }
}
