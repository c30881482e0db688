import { fail } from '../errors/dvm-error.ts'

/** One file; it is held whole. */
export const MAX_UNPACKED = 512 << 20
/** Below this no ratio is suspicious: it costs nothing. */
const SMALL = 16 << 20
/** Dumps of rows that are nearly alike shrink to a fiftieth, the bombs that are passed around to a thousandth. */
const MAX_RATIO = 250

/** Fails with ARCHIVE_INVALID where a packed file holds so much more than its size that it can only be meant to choke us. */
export function checkUnpacking(archive: string, packed: number, unpacked: number): void {
  if (unpacked > MAX_UNPACKED) throw fail('ARCHIVE_INVALID', { archive, detail: 'it unpacks to more than 512 MB' })
  if (unpacked > SMALL && unpacked > packed * MAX_RATIO) {
    const detail = `it unpacks to more than ${MAX_RATIO} times its size, as files do that are made to fill memory`
    throw fail('ARCHIVE_INVALID', { archive, detail })
  }
}
