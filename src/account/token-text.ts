import { hash, randomBytes } from 'node:crypto'

const PREFIX = 'dvm_'
const SECRET_BYTES = 32
const CHECK_LENGTH = 6
const FORM = /^dvm_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/
const START_LENGTH = PREFIX.length + 6

/**
 * `dvm_`, 32 random bytes and a check of six characters, by which scanners of source code and we tell a token from other
 * text without asking anybody.
 */
export function createTokenText(): string {
  const secret = createSecret()
  return `${PREFIX}${secret}${checkOf(secret)}`
}

/** 32 random bytes as text that any URL can carry. */
export function createSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

export function isTokenText(text: string): boolean {
  const [, secret, check] = FORM.exec(text) ?? []
  return secret !== undefined && checkOf(secret) === check
}

/** What of a token may be shown. */
export function startOfToken(text: string): string {
  return text.slice(0, START_LENGTH)
}

/** What is kept of it. A token has more chance in it than a slow hash could add to. */
export function tokenHash(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

function checkOf(secret: string): string {
  return hash('sha256', `${PREFIX}${secret}`, 'base64url').slice(0, CHECK_LENGTH)
}
