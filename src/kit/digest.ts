import { createHash, type Hash } from 'node:crypto'

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function md5(bytes: string | Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

/** A digest fed piece by piece. */
export function startDigest(algorithm: 'md5' | 'sha256'): Hash {
  return createHash(algorithm)
}
