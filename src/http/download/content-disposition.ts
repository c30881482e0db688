/**
 * `attachment` under a name that may hold any letter: in ASCII for all, and in UTF-8 where that is another one (RFC 6266,
 * RFC 8187). No character of it can end the header or its quotes.
 */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]+/g, '_').replace(/["\\%/]/g, '_')
  if (ascii === fileName) return `attachment; filename="${ascii}"`
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(fileName)}`
}

/** Percent-encodes what is no `attr-char` of RFC 8187; half a surrogate pair becomes U+FFFD. */
function encodeExtended(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
