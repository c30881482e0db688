import { startDigest } from '../kit/digest.ts'
import type { Schema } from '../model/schema.ts'
import { canonicalLines } from './canonical-json.ts'

/** SHA-256, hex, over the canonical form: equal for equal schemas. Which facts count is decided when they are read. */
export function fingerprint(schema: Schema): string {
  const digest = startDigest('sha256')
  for (const line of canonicalLines(schema)) digest.update(line)
  return digest.digest('hex')
}
