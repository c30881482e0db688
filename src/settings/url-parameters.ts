import type { DatabaseTarget } from '../model/settings.ts'
import type { UrlParts } from './url-parts.ts'

/** What the parameters of a URL mean for the connection. */
export interface ParameterReading {
  readonly ssl: DatabaseTarget['ssl'] | null
  /** Start-up parameters. */
  readonly parameters: Readonly<Record<string, string>>
  /** What cannot be honoured and must not be ignored; free of values. */
  readonly refused: readonly string[]
  /** Positions, from 1, of parameters nobody knows. Not their names: `password=a&b` has one called `b`. */
  readonly unknown: readonly number[]
}

const READ_ELSEWHERE = new Set(['user', 'password', 'host', 'port', 'dbname'])
// Parameters of PgJDBC and libpq that steer their own machinery; leaving them out changes no result.
const HARMLESS = new RegExp(
  `^(?:${[
    'connect_?timeout|login_?timeout|socket_?timeout|cancelsignaltimeout|sslresponsetimeout|tcp.*|keepalives.*',
    'target.*|loadbalance.*|load_balance.*|hostrecheckseconds|prepare.*|prefer.*|rewritebatchedinserts|binary.*',
    'stringtype|gss.*|krb.*|jaas.*|channel.?binding|fallback_application_name|sslnegotiation|sslcompression|sslsni',
    'assumeminserverversion|default.*|adaptive.*|readonly.*|autosave|cleanup.*|log.*|maxresultbuffer|disable.*',
    'allowencodingchanges|client_encoding|charset|escapesyntax.*|groupstartup.*|hideunprivilegedobjects|quote.*',
    'replication|unknownlength|databasemetadata.*|query.*|receivebuffersize|sendbuffersize|socketfactory.*',
    'sspi.*|use.*|xml.*|ssl_min.*|ssl_max.*|protocolversion|compatible|raiseexceptiononsilentrollback|package.*',
    'ssl(?:factoryarg|hostnameverifier|password|passwordcallback|crl.*|certmode)|require_?auth|min_protocol.*',
  ].join('|')})$`,
  'i',
)

/** `require` encrypts without asking who answers, as libpq and PgJDBC define it; `verify-*` ask. */
export function sslOfMode(mode: string): DatabaseTarget['ssl'] | null {
  switch (mode) {
    case 'disable':
    case 'allow':
    case 'prefer':
      return false
    case 'require':
      return { rejectUnauthorized: false }
    case 'verify-ca':
    case 'verify-full':
      return { rejectUnauthorized: true }
    default:
      return null
  }
}

export function readUrlParameters(parts: UrlParts): ParameterReading {
  const refused: string[] = []
  const unknown: number[] = []
  const start: Record<string, string> = {}
  const options: string[] = []
  let position = 0
  for (const [name, value] of parts.parameters) {
    position += 1
    if (READ_ELSEWHERE.has(name) || /^ssl(mode|factory|rootcert)?$/.test(name)) continue
    if (name === 'application_name' || name === 'ApplicationName') start['application_name'] = value
    else if (name === 'options') options.push(value)
    else if (name === 'currentSchema') options.push(searchPathOption(value))
    else if (name === 'sslcert' || name === 'sslkey') refused.push(`${name}: client certificates are not supported yet`)
    else if (!HARMLESS.test(name)) unknown.push(position)
  }
  if (options.length > 0) start['options'] = options.join(' ')
  return { ssl: readSsl(parts, refused), parameters: start, refused, unknown }
}

// In `options` the server splits at blanks; a backslash keeps one together.
function searchPathOption(schemas: string): string {
  return `-c search_path=${schemas.replace(/[\\\s]/g, (letter) => `\\${letter}`)}`
}

function readSsl(parts: UrlParts, refused: string[]): DatabaseTarget['ssl'] | null {
  const mode = parts.parameters.get('sslmode')
  const flag = parts.parameters.get('ssl')?.toLowerCase()
  let ssl: DatabaseTarget['ssl'] | null = null
  if (mode !== undefined) {
    ssl = sslOfMode(mode)
    if (ssl === null) refused.push('sslmode must be disable, allow, prefer, require, verify-ca or verify-full')
  } else if (flag === 'true' || flag === '' || flag === '1') {
    // PgJDBC: ssl=true alone means verify-full, unless the factory that believes everybody is named.
    ssl = { rejectUnauthorized: parts.parameters.get('sslfactory')?.endsWith('NonValidatingFactory') !== true }
  } else if (flag === 'false' || flag === '0') ssl = false
  else if (flag !== undefined) refused.push('ssl must be true or false')
  // libpq checks the certificate as soon as a root is named, whatever the mode; ours come from Node.
  if (ssl !== null && ssl !== false && parts.parameters.has('sslrootcert')) return { rejectUnauthorized: true }
  return ssl
}
