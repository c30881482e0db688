import { resolve } from 'node:path'
import type { DumpKind, DumpManifest } from '../model/dump-manifest.ts'
import { formatPackageFileName } from '../model/package.ts'
import type { Context } from '../task/context.ts'
import type { DumpRequest } from '../task/dump-database.ts'
import { readDumpOptions, withoutTransaction } from './dump-options.ts'
import { checkManifestFile, writeManifest } from './manifest-file.ts'
import { openOutput } from './output.ts'
import { formatDump } from './print/format-dump.ts'
import { shownPath } from './shown-path.ts'
import { type Run, withContext } from './with-context.ts'

const EXTENSION = { none: '', gzip: '.gz', zstd: '.zst' } as const

/** One run of `package schema` or `package full`: flags to options, one call, one print. */
export async function runDump(
  given: Run,
  kind: DumpKind,
  build: (context: Context, request: DumpRequest) => Promise<DumpManifest>,
): Promise<void> {
  const { parts, flags } = given
  const options = readDumpOptions(flags)
  const piped = flags['out'] === '-'
  // Standard output then carries the package and nothing else.
  const run = { ...given, output: piped ? openOutput(parts, flags, parts.stderr) : given.output }
  const needs = { command: `dvm package ${kind}`, changelog: false, database: true }
  const { file, manifest } = await withContext({ ...run, flags: withoutTransaction(flags) }, needs, async (context) => {
    const file = piped ? null : outFile(run, context, kind, EXTENSION[options.compress])
    checkManifestFile(run, file)
    const pgDump = typeof flags['pgDump'] === 'string' ? programOf(flags['pgDump'], parts.directory) : null
    const target = file === null ? { stream: parts.stdout } : { file }
    return { file, manifest: await build(context, { options, pgDump, target }) }
  })
  writeManifest(run, manifest)
  run.output.warnings(manifest.warnings)
  const shown = file === null ? null : shownPath(file, parts.directory)
  run.output.result({ file, ...manifest }, () => formatDump(shown, manifest, run.output))
}

/** A name alone is looked up on PATH. */
export function programOf(given: string, directory: string): string {
  return /[\\/]/.test(given) ? resolve(directory, given) : given
}

function outFile({ parts, flags }: Run, { settings, clock }: Context, kind: DumpKind, extension: string): string {
  const given = flags['out']
  const name = `${settings.database?.database ?? 'database'}-${kind}`
  const at = settings.generatedAt ?? clock.now().toISOString()
  return resolve(parts.directory, typeof given === 'string' ? given : formatPackageFileName(name, at) + extension)
}
