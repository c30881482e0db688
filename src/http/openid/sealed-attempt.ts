import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** What the server has to know of a sign-in when the browser comes back from the provider. */
const attempt = z.strictObject({
  state: z.string().min(1),
  nonce: z.string().min(1),
  /** Of PKCE (RFC 7636). */
  verifier: z.string().min(1),
  redirectUri: z.url(),
  /** Milliseconds since 1970. */
  expiresAt: z.int(),
})
export type Attempt = z.output<typeof attempt>

const IV_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

/** Writes attempts so that nobody but the instances of one server can read or make them. */
export interface AttemptSeal {
  seal(attempt: Attempt): string
  /** Null where the text is none of ours. */
  open(sealed: string): Attempt | null
}

/** `secret`: the same for all instances. */
export function createAttemptSeal(secret: string): AttemptSeal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'openid attempt', 32))
  return {
    seal: (given) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv)
      const text = Buffer.concat([cipher.update(JSON.stringify(given), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
    },
    open: (sealed) => {
      const text = decrypt(key, Buffer.from(sealed, 'base64url'))
      return text === null ? null : (attempt.safeParse(JSON.parse(text)).data ?? null)
    },
  }
}

function decrypt(key: Buffer, bytes: Buffer): string | null {
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)]
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    // Forged, or sealed by another secret.
    return null
  }
}
