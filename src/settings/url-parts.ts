/** What a database URL says, decoded; `null` where it says nothing. */
export interface UrlParts {
  readonly host: string | null
  readonly port: number | null
  readonly database: string | null
  readonly user: string | null
  readonly password: string | null
  readonly parameters: ReadonlyMap<string, string>
  /** How many further hosts it lists. */
  readonly furtherHosts: number
  /** JDBC drivers take no host, port or database from `PG*` variables; libpq does. */
  readonly family: 'jdbc' | 'libpq'
}

/** A reading that failed says why without quoting: any piece of a broken URL may be a piece of a password. */
export type UrlReading = { readonly parts: UrlParts } | { readonly broken: string }

export interface Authority {
  readonly host: string | null
  readonly port: number | null
  readonly furtherHosts: number
}

/** `host1:5432,[::1]:5433,host3` → the first of them. */
export function readHosts(text: string, decode: (text: string) => string): Authority | { readonly broken: string } {
  const [first = '', ...further] = text.split(',')
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|([^:@[\]/?#]*))(?::(\d*))?$/.exec(first)
  if (!match) return { broken: 'host and port cannot be read; special characters must be percent-encoded' }
  const port = match[3] ? Number(match[3]) : null
  if (port !== null && (port < 1 || port > 65_535)) return { broken: 'the port must be between 1 and 65535' }
  const host = match[1] ?? decode(match[2] ?? '')
  return { host: host === '' ? null : host, port, furtherHosts: further.length }
}

/** `a=1&b=2`; of a name given twice the last counts. */
export function readParameters(query: string, decode: (text: string) => string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    if (at === -1) parameters.set(decode(pair), '')
    else parameters.set(decode(pair.slice(0, at)), decode(pair.slice(at + 1)))
  }
  return parameters
}

/** Runs a reading whose decoding may fail; `decodeURIComponent` throws on a lone `%`. */
export function guardDecoding(read: () => UrlReading): UrlReading {
  try {
    return read()
  } catch (error) {
    if (error instanceof URIError) return { broken: 'a % must be followed by two hex digits; write % itself as %25' }
    throw error
  }
}
