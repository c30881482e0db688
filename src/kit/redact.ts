const MASK = '***'
const SECRET_NAME = /password|passwd|^pwd$|secret|authorization|cookie|api-?_?key|token$/i
/** Without one of these there is nothing to mask; nearly all that is logged has none. */
const SUSPICIOUS = /@|passw|pwd|bearer|basic|dvm_/i
const MOST_CHARACTERS = 16_384
const MOST_MEMBERS = 200
const DEEPEST = 8
/** Shorter ones stand in ordinary words too, and a text in which they are masked tells them. */
const LEAST_CHARACTERS = 8
/** Our own tokens: what is shown of one is its beginning, which is shorter. */
const TOKEN = /\bdvm_[A-Za-z0-9_-]{30,}/g

const kept: Set<string> = new Set()

/**
 * Masks these from here on in all that passes, whoever says it: what a server holds for as long as it runs, e.g. passwords
 * of databases and the secret of sessions. Raw, percent-encoded and as JSON writes them.
 */
export function keepSecret(...secrets: readonly string[]): void {
  for (const secret of secrets) {
    if (secret.length < LEAST_CHARACTERS) continue
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) kept.add(form)
  }
}

/**
 * Takes secrets out of text on its way to a person or a log: passwords in URLs (also percent-encoded, JDBC and
 * key=value forms), credentials of an Authorization header, API tokens, what `keepSecret` was given, and every value in
 * `secrets`, raw and percent-encoded.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of kept) clean = clean.replaceAll(secret, MASK)
  for (const secret of secrets) {
    if (secret === '') continue
    clean = clean.replaceAll(secret, MASK)
    const encoded = encodeURIComponent(secret)
    if (encoded !== secret) clean = clean.replaceAll(encoded, MASK)
  }
  if (!SUSPICIOUS.test(clean)) return clean
  // The scheme's length is bounded: strangers' text comes by here, and unbounded it would be searched in square time.
  return clean
    .replace(/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]*):[^\s/]*@/gi, `$1:${MASK}@`)
    .replace(/\b(password|passwd|pwd|PGPASSWORD)(\\?["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&;,]+)/gi, `$1$2${MASK}`)
    .replace(TOKEN, `dvm_${MASK}`)
    .replace(/\b(Bearer|Basic)( +)[\w.~+/=-]{16,}/gi, `$1$2${MASK}`)
}

/**
 * The same for a value of any shape: every text in it is redacted, and text below a name that says it is a secret is masked.
 * What has no end (cycles, very deep or very long values) is cut, so that one line of a log stays one line.
 */
export function redactDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value.slice(0, MOST_CHARACTERS))
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return '…'
  if (value instanceof Error) return redactDeep(ofError(value), depth + 1)
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactDeep(value.toJSON(), depth + 1)
  if (Array.isArray(value)) return value.slice(0, MOST_MEMBERS).map((item) => redactDeep(item, depth + 1))
  const entries = Object.entries(value).slice(0, MOST_MEMBERS)
  return Object.fromEntries(entries.map(([name, item]) => [redact(name), redactMember(name, item, depth)]))
}

function redactMember(name: string, value: unknown, depth: number): unknown {
  return typeof value === 'string' && SECRET_NAME.test(name) ? MASK : redactDeep(value, depth + 1)
}

function ofError(error: Error): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined
  return { name: error.name, message: error.message, ...(code === undefined ? {} : { code }), stack: error.stack }
}
