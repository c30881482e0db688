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

/** The settings that name a database. */
export type UrlSetting =
  | 'databaseUrl'
  | 'fromDatabase'
  | 'toDatabase'
  | 'source'
  | 'target'
  | 'scratchUrl'
  | 'targets'
  | 'managerUrl'

interface GivenUrl {
  readonly name: UrlSetting
  /** Null where `PG*` variables alone name the database. */
  readonly url: Found | null
}

/**
 * The database to connect to; `null` where none was named. The URL of the most important source decides the place;
 * `PG*` variables fill what it leaves out, as in libpq. User and password: a setting of the URL's own source or of a
 * more important one goes before the URL, the URL before those of less important ones.
 */
export function readDatabase(scene: Scene): DatabaseTarget | null {
  const given: GivenUrl = { name: 'databaseUrl', url: findSetting(scene, 'databaseUrl') }
  const parts = given.url === null ? partsWithoutUrl(scene) : readUrl(scene, given.name, given.url)
  if (parts === 'broken') return null
  if (parts === null) {
    const { command, database } = scene.input.needs
    if (database) scene.complaints.push(complaint('DATABASE_REQUIRED', { command }))
    return null
  }
  return toTarget(scene, given, parts)
}

/** A database of another setting, by the same rules: each has its own URL, user and password may be shared. */
export function readDatabaseOf(scene: Scene, name: UrlSetting, url: Found): DatabaseTarget | null {
  const parts = readUrl(scene, name, url)
  if (parts === null) return reject(scene, name, url.from, 'it names no database')
  return parts === 'broken' ? null : toTarget(scene, { name, url }, parts)
}

function toTarget(scene: Scene, given: GivenUrl, parts: UrlParts): DatabaseTarget | null {
  const user = credential(scene, 'username', given, parts.user) ?? env(scene, 'PGUSER') ?? systemUser(scene)
  const place = readPlace(scene, given.name, parts)
  const { ssl, parameters } = readConnection(scene, given, parts)
  if (user === null) {
    scene.complaints.push(
      complaint('SETTING_MISSING', { setting: '--username', detail: 'no source names the database user' }),
    )
    return null
  }
  if (place === null) return null
  const database = parts.database ?? place.database ?? user
  return { ...place, database, user, password: readPassword(scene, given, parts), ssl, parameters }
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

function readUrl(scene: Scene, name: UrlSetting, url: Found): UrlParts | 'broken' | null {
  // Liquibase's own way of saying "no database".
  if (/^offline:postgresql(\?|$)/i.test(url.value)) return null
  let reading: UrlReading
  if (/^jdbc:postgresql:/i.test(url.value)) reading = parseJdbcUrl(url.value)
  else if (/^postgres(ql)?:/i.test(url.value)) reading = parsePostgresUrl(url.value)
  else reading = { broken: 'only jdbc:postgresql: and postgres:// URLs are understood' }
  if ('parts' in reading) return reading.parts
  reject(scene, name, url.from, reading.broken)
  return 'broken'
}

function readPlace(
  scene: Scene,
  name: UrlSetting,
  parts: UrlParts,
): { readonly host: string; readonly port: number; readonly database: string | null } | null {
  const own = parts.family === 'jdbc'
  const host = parts.host ?? (own ? null : (env(scene, 'PGHOST') ?? env(scene, 'PGHOSTADDR')))
  const portText = own ? null : env(scene, 'PGPORT')
  const database = own ? null : env(scene, 'PGDATABASE')
  // libpq takes lists in PGHOST and PGPORT too; the first of each belongs together.
  const port = parts.port ?? Number((portText ?? '5432').split(',')[0])
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return reject(scene, name, 'PGPORT', 'the port must be between 1 and 65535')
  }
  return { host: host?.split(',')[0] || 'localhost', port, database }
}

function readConnection(
  scene: Scene,
  { name: setting, url }: GivenUrl,
  parts: UrlParts,
): { readonly ssl: DatabaseTarget['ssl']; readonly parameters: Readonly<Record<string, string>> } {
  const reading = readUrlParameters(parts)
  for (const detail of reading.refused) reject(scene, setting, url?.from ?? 'the environment', detail)
  for (const position of reading.unknown) {
    warn(scene, `parameter ${position} of the database URL is not known and is ignored; write & in a value as %26`)
  }
  if (parts.furtherHosts > 0) warn(scene, 'the database URL lists several hosts; only the first is used')
  const mode = env(scene, 'PGSSLMODE')
  const fromMode = mode === null ? false : sslOfMode(mode)
  if (fromMode === null) reject(scene, setting, 'PGSSLMODE', 'it is not a mode that libpq knows')
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

function credential(scene: Scene, name: 'username' | 'password', given: GivenUrl, inUrl: string | null): string | null {
  const holdsUrl = (layer: Layer) => given.url !== null && layer.get(given.name) === given.url
  for (const layer of scene.layers) {
    const found = layer.get(name)
    if (found) return found.value
    if (holdsUrl(layer) && inUrl !== null) return inUrl
  }
  return null
}

function readPassword(scene: Scene, given: GivenUrl, parts: UrlParts): string | null {
  const file = scene.input.passwordFile
  if (file === null) return credential(scene, 'password', given, parts.password) ?? env(scene, 'PGPASSWORD')
  if (scene.input.flags['password'] !== undefined) {
    return reject(scene, 'password', 'the command line', 'give either --password or --password-file')
  }
  // Editors end a file with a newline; a password that ends with one does not exist in practice.
  return new TextDecoder().decode(file.bytes).replace(/\r?\n$/, '')
}
