import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { productRoot } from './product-root.ts'

/** Text of a file that ships with the product, e.g. `templates/package/header.sql`. Fails with FILE_UNREADABLE. */
export function readProductFile(path: string): string {
  try {
    return readFileSync(join(productRoot(), path), 'utf8')
  } catch (error) {
    throw fail('FILE_UNREADABLE', { path, reason: error instanceof Error ? error.message : String(error) }, null, {
      cause: error,
    })
  }
}
