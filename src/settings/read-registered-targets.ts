import type { TargetSettings } from '../model/server-settings.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { parseJdbcUrl } from './parse-jdbc-url.ts'
import { parsePostgresUrl } from './parse-postgres-url.ts'
import { readDatabaseOf, type UrlSetting } from './read-database.ts'
import { type Found, findSetting, reject, type Scene } from './scene.ts'

/** As requests name targets (http/contract/values.ts). */
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/

/**
 * `name=URL+changelog`, each flag or each line one target. The last plus divides: URLs may have some. Messages count the
 * targets that have no good name: any other piece may be a piece of a password.
 */
export function readRegisteredTargets(scene: Scene): readonly TargetSettings[] {
  const found = findSetting(scene, 'targets')
  if (found === null) return []
  const lines = found.values.flatMap((value) => value.split(/\r?\n/)).map((line) => line.trim())
  const targets: TargetSettings[] = []
  const names = new Set<string>()
  for (const [index, line] of lines.filter((each) => each !== '').entries()) {
    const [, name = '', rest = ''] = /^([^=]*)=([\s\S]*)$/.exec(line) ?? []
    if (!NAME.test(name)) {
      const form = 'name=URL+changelog, the name of small letters, digits, "_" and "-"'
      reject(scene, 'targets', found.from, `target ${index + 1} is not of the form ${form}`)
      continue
    }
    if (names.has(name)) reject(scene, 'targets', found.from, `there are two targets called ${name}`)
    names.add(name)
    const target = readOne(scene, { ...found, from: `${found.from}, ${name}` }, name, rest)
    if (target !== null) targets.push(target)
  }
  return targets
}

function readOne(scene: Scene, found: Found, name: string, rest: string): TargetSettings | null {
  const plus = rest.lastIndexOf('+')
  const [url, changelog] = [rest.slice(0, Math.max(plus, 0)).trim(), rest.slice(plus + 1).trim()]
  if (plus === -1 || url === '' || changelog === '') {
    return reject(scene, 'targets', found.from, 'after the name come a URL, a plus and a changelog')
  }
  const database = readOwnDatabase(scene, 'targets', { ...found, values: [url], value: url })
  return database === null ? null : { name, database, changelog }
}

/**
 * The database of a URL beside the ordinary one. Its own user and password go before those of other settings, which
 * belong to the ordinary one and only fill what is left out.
 */
export function readOwnDatabase(scene: Scene, name: UrlSetting, url: Found): DatabaseTarget | null {
  const input = carriesPassword(url.value) ? { ...scene.input, passwordFile: null } : scene.input
  return readDatabaseOf({ ...scene, input, layers: [new Map([[name, url]]), ...scene.layers] }, name, url)
}

function carriesPassword(url: string): boolean {
  const reading = /^jdbc:/i.test(url) ? parseJdbcUrl(url) : parsePostgresUrl(url)
  return 'parts' in reading && reading.parts.password !== null
}
