import { createHash, type Hash, hash } from 'node:crypto'

export function sha256(bytes: string | Uint8Array): string {
  return hash('sha256', bytes)
}

export function md5(bytes: string | Uint8Array): string {
  return hash('md5', bytes)
}

/** A digest fed piece by piece. */
export function startDigest(algorithm: 'md5' | 'sha256'): Hash {
  return createHash(algorithm)
}
