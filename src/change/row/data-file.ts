import type { RangesBody } from '../../model/body.ts'
import type { DataFile, SqlContext } from '../change-type.ts'

export type ReadBytes = (body: RangesBody) => Iterable<Buffer>

/** The bytes of a data file, in pieces: each is gone when the next one is asked for. */
export function bytesOf(file: DataFile, { readBytes }: SqlContext): Iterable<Buffer> {
  if (readBytes === undefined) throw new TypeError('data files are read in a context that can')
  return readBytes(file.body)
}

/** How many bytes the file has. */
export function sizeOf({ body }: DataFile): number {
  return body.ranges.reduce((sum, [start, end]) => sum + end - start, 0)
}
