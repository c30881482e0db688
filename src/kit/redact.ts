const MASK = '***'

/**
 * Takes secrets out of text on its way to a person or a log: passwords in URLs (also percent-encoded, JDBC and
 * key=value forms) and every value in `secrets`, raw and percent-encoded.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) {
    if (secret === '') continue
    clean = clean.replaceAll(secret, MASK)
    const encoded = encodeURIComponent(secret)
    if (encoded !== secret) clean = clean.replaceAll(encoded, MASK)
  }
  return clean
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/]*@/gi, `$1:${MASK}@`)
    .replace(/\b(password|passwd|pwd|PGPASSWORD)(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&;,]+)/gi, `$1$2${MASK}`)
}
