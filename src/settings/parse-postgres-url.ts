import { guardDecoding, readHosts, readParameters, type UrlReading } from './url-parts.ts'

/**
 * Reads `postgres://user:password@host:port/database?parameters` as libpq does (PostgreSQL manual, "Connection URIs"):
 * percent-encoding everywhere, IPv6 in brackets, several hosts, a Unix socket as `?host=/path` or `%2Fpath`.
 */
export function parsePostgresUrl(url: string): UrlReading {
  return guardDecoding(() => {
    const match = /^postgres(?:ql)?:\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/is.exec(url)
    if (!match) return { broken: 'it is not of the form postgres://user:password@host:port/database' }
    const [, authority = '', path = '', query = ''] = match
    // A raw "/" or "?" in the password moves the "@" here; reading on would put half of the password into the host.
    if (/[/@]/.test(path)) return { broken: 'a /, ? or @ in user or password must be percent-encoded' }
    const at = authority.lastIndexOf('@')
    const credentials = at === -1 ? null : authority.slice(0, at)
    const hosts = readHosts(authority.slice(at + 1), decodeURIComponent)
    if ('broken' in hosts) return hosts
    const parameters = readParameters(query, decodeURIComponent)
    const port = parameters.get('port') ?? ''
    if (port !== '' && !isPort(port)) return { broken: 'the port must be between 1 and 65535' }
    const { user, password } = readCredentials(credentials)
    return {
      parts: {
        family: 'libpq',
        host: emptyToNull(parameters.get('host')) ?? hosts.host,
        port: port === '' ? hosts.port : Number(port),
        database: emptyToNull(parameters.get('dbname')) ?? emptyToNull(decodeURIComponent(path)),
        user: emptyToNull(parameters.get('user')) ?? user,
        password: parameters.get('password') ?? password,
        parameters,
        furtherHosts: hosts.furtherHosts,
      },
    }
  })
}

function readCredentials(text: string | null): { readonly user: string | null; readonly password: string | null } {
  if (text === null) return { user: null, password: null }
  const colon = text.indexOf(':')
  if (colon === -1) return { user: emptyToNull(decodeURIComponent(text)), password: null }
  return {
    user: emptyToNull(decodeURIComponent(text.slice(0, colon))),
    password: decodeURIComponent(text.slice(colon + 1)),
  }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

function emptyToNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}
