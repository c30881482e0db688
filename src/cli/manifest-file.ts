import { resolve } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import type { Run } from './with-context.ts'

/**
 * Refuses a `--manifest` that would be written over the package, before that is built: SETTING_INVALID. `file` is the
 * package's path, null where standard output carries it.
 */
export function checkManifestFile({ parts, flags }: Run, file: string | null): void {
  const named = flags['manifest']
  if (named === '-') throw wrong('standard output is for the package and its summary: name a file')
  if (typeof named !== 'string' || file === null || resolve(parts.directory, named) !== file) return
  throw wrong(`${named} is the file of the package itself`)
}

function wrong(detail: string): Error {
  return fail('SETTING_INVALID', { setting: '--manifest', from: 'the command line', detail })
}

/** Writes the manifest where `--manifest` says, if it does. */
export function writeManifest({ parts, flags }: Run, manifest: unknown): void {
  const named = flags['manifest']
  if (typeof named === 'string') parts.writeFile(named, `${JSON.stringify(manifest, null, 2)}\n`)
}
