import { toStream } from '../deliver/to-stream.ts'
import { createStagedFile } from '../storage/staging.ts'
import type { Context } from './context.ts'
import type { PackageTarget } from './package-target.ts'

/** Has a package written where it was asked for, whole or not at all. FILE_WRITE_FAILED, and as `write` fails. */
export async function deliverTo<T>(
  { settings }: Context,
  target: PackageTarget,
  extension: '.sql' | '.xml',
  write: (file: string) => T,
): Promise<T> {
  if ('file' in target) return write(target.file)
  // A stream cannot be taken back: the package is finished first, then sent.
  const staged = await createStagedFile(settings.stateDir, extension)
  try {
    const written = write(staged.path)
    await toStream(staged.open(), target.stream)
    return written
  } finally {
    await staged.remove()
  }
}
