import { guardDecoding, readHosts, readParameters, type UrlReading } from './url-parts.ts'

/**
 * Reads `jdbc:postgresql://host:port/database?user=…&password=…` as PgJDBC does (its manual, "Connecting to the
 * Database"): also `jdbc:postgresql:database` and `jdbc:postgresql:/`; user and password only as parameters.
 */
export function parseJdbcUrl(url: string): UrlReading {
  return guardDecoding(() => {
    const match = /^jdbc:postgresql:(?:\/\/([^/?]*)(?:\/([^?]*))?|\/?([^/?]*))(?:\?(.*))?$/is.exec(url)
    if (!match) return { broken: 'it is not of the form jdbc:postgresql://host:port/database?user=…' }
    const [, authority = '', path, short = '', query = ''] = match
    const database = path ?? short
    if (/@/.test(authority) || /[/@]/.test(database)) {
      return { broken: 'a JDBC URL carries user and password as parameters: ?user=…&password=…' }
    }
    const hosts = readHosts(authority, decodeForm)
    if ('broken' in hosts) return hosts
    const parameters = readParameters(query, decodeForm)
    return {
      parts: {
        family: 'jdbc',
        host: hosts.host,
        port: hosts.port,
        database: database === '' ? null : decodeForm(database),
        user: parameters.get('user') || null,
        password: parameters.get('password') ?? null,
        parameters,
        furtherHosts: hosts.furtherHosts,
      },
    }
  })
}

// PgJDBC decodes with java.net.URLDecoder, for which "+" is a blank.
function decodeForm(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
