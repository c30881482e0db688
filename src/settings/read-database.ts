import { complaint } from '../errors/dvm-error.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { parseJdbcUrl } from './parse-jdbc-url.ts'
import { parsePostgresUrl } from './parse-postgres-url.ts'
import { type Found, findSetting, type Layer, reject, type Scene } from './scene.ts'
import { readUrlParameters, sslOfMode } from './url-parameters.ts'
import type { UrlParts, UrlReading } from './url-parts.ts'

const NO_URL: UrlParts = {
  family: 'libpq',
  host: null,
  port: null,
  database: null,
  user: null,
  password: null,
  parameters: new Map(),
  furtherHosts: 0,
}

/**
 * The database to connect to; `null` where none was named. The URL of the most important source decides the place;
 * `PG*` variables fill what it leaves out, as in libpq. User and password: a setting of the URL's own source or of a
 * more important one goes before the URL, the URL before those of less important ones.
 */
export function readDatabase(scene: Scene): DatabaseTarget | null {
  const url = findSetting(scene, 'databaseUrl')
  const parts = url === null ? partsWithoutUrl(scene) : readUrl(scene, url)
  if (parts === 'broken') return null
  if (parts === null) {
    const { command, database } = scene.input.needs
    if (database) scene.complaints.push(complaint('DATABASE_REQUIRED', { command }))
    return null
  }
  const from = url?.from ?? 'the environment'
  const user = credential(scene, 'username', url, parts.user) ?? env(scene, 'PGUSER') ?? systemUser(scene)
  const place = readPlace(scene, parts)
  const { ssl, parameters } = readConnection(scene, parts, from)
  if (user === null) {
    scene.complaints.push(
      complaint('SETTING_MISSING', { setting: '--username', detail: 'no source names the database user' }),
    )
    return null
  }
  if (place === null) return null
  const database = parts.database ?? place.database ?? user
  return { ...place, database, user, password: readPassword(scene, url, parts), ssl, parameters }
}

function env(scene: Scene, variable: string): string | null {
  return scene.input.environment[variable] || null
}

function systemUser(scene: Scene): string | null {
  return env(scene, 'USER') ?? env(scene, 'LOGNAME') ?? env(scene, 'USERNAME')
}

// PGUSER or PGPASSWORD alone do not name a database: they often linger in a shell.
function partsWithoutUrl(scene: Scene): UrlParts | null {
  return (env(scene, 'PGHOST') ?? env(scene, 'PGHOSTADDR') ?? env(scene, 'PGDATABASE')) ? NO_URL : null
}

function readUrl(scene: Scene, url: Found): UrlParts | 'broken' | null {
  // Liquibase's own way of saying "no database".
  if (/^offline:postgresql(\?|$)/i.test(url.value)) return null
  let reading: UrlReading
  if (/^jdbc:postgresql:/i.test(url.value)) reading = parseJdbcUrl(url.value)
  else if (/^postgres(ql)?:/i.test(url.value)) reading = parsePostgresUrl(url.value)
  else reading = { broken: 'only jdbc:postgresql: and postgres:// URLs are understood' }
  if ('parts' in reading) return reading.parts
  reject(scene, 'databaseUrl', url.from, reading.broken)
  return 'broken'
}

function readPlace(
  scene: Scene,
  parts: UrlParts,
): { readonly host: string; readonly port: number; readonly database: string | null } | null {
  const own = parts.family === 'jdbc'
  const host = parts.host ?? (own ? null : (env(scene, 'PGHOST') ?? env(scene, 'PGHOSTADDR')))
  const portText = own ? null : env(scene, 'PGPORT')
  const database = own ? null : env(scene, 'PGDATABASE')
  // libpq takes lists in PGHOST and PGPORT too; the first of each belongs together.
  const port = parts.port ?? Number((portText ?? '5432').split(',')[0])
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return reject(scene, 'databaseUrl', 'PGPORT', 'the port must be between 1 and 65535')
  }
  return { host: host?.split(',')[0] || 'localhost', port, database }
}

function readConnection(
  scene: Scene,
  parts: UrlParts,
  from: string,
): { readonly ssl: DatabaseTarget['ssl']; readonly parameters: Readonly<Record<string, string>> } {
  const reading = readUrlParameters(parts)
  for (const detail of reading.refused) reject(scene, 'databaseUrl', from, detail)
  for (const position of reading.unknown) {
    warn(scene, `parameter ${position} of the database URL is not known and is ignored; write & in a value as %26`)
  }
  if (parts.furtherHosts > 0) warn(scene, 'the database URL lists several hosts; only the first is used')
  const mode = env(scene, 'PGSSLMODE')
  const fromMode = mode === null ? false : sslOfMode(mode)
  if (fromMode === null) reject(scene, 'databaseUrl', 'PGSSLMODE', 'it is not a mode that libpq knows')
  const environment: Record<string, string> = {}
  const name = env(scene, 'PGAPPNAME')
  const options = env(scene, 'PGOPTIONS')
  if (name !== null) environment['application_name'] = name
  if (options !== null) environment['options'] = options
  return { ssl: reading.ssl ?? fromMode ?? false, parameters: { ...environment, ...reading.parameters } }
}

function warn(scene: Scene, message: string): void {
  scene.warnings.push({ code: 'SETTING_INVALID', message, place: null })
}

function credential(
  scene: Scene,
  name: 'username' | 'password',
  url: Found | null,
  inUrl: string | null,
): string | null {
  const holdsUrl = (layer: Layer) => url !== null && layer.get('databaseUrl') === url
  for (const layer of scene.layers) {
    const found = layer.get(name)
    if (found) return found.value
    if (holdsUrl(layer) && inUrl !== null) return inUrl
  }
  return null
}

function readPassword(scene: Scene, url: Found | null, parts: UrlParts): string | null {
  const file = scene.input.passwordFile
  if (file === null) return credential(scene, 'password', url, parts.password) ?? env(scene, 'PGPASSWORD')
  if (scene.input.flags['password'] !== undefined) {
    return reject(scene, 'password', 'the command line', 'give either --password or --password-file')
  }
  // Editors end a file with a newline; a password that ends with one does not exist in practice.
  return new TextDecoder().decode(file.bytes).replace(/\r?\n$/, '')
}
