import { complaint } from '../errors/dvm-error.ts'
import type { PackageRange } from '../model/settings.ts'
import { parseVersion, type Version } from '../model/version.ts'
import { readDatabaseOf } from './read-database.ts'
import { findSetting, labelOf, reject, type Scene } from './scene.ts'
import type { SettingName } from './sources.ts'

/** `--from` and `--to`, or `--from-database` and `--to-database`; null where none is given. */
export function readRange(scene: Scene): PackageRange | null {
  const given = (name: SettingName): boolean => findSetting(scene, name) !== null
  const databases = given('fromDatabase') || given('toDatabase')
  if (!databases && !given('from') && !given('to')) return null
  refuseOthers(scene, databases)
  if (!databases) return { kind: 'versions', from: readVersion(scene, 'from'), to: readVersion(scene, 'to') }
  const [from, to] = [readEnd(scene, 'fromDatabase'), readEnd(scene, 'toDatabase')]
  return from === null || to === null ? null : { kind: 'databases', from, to }
}

/** A range says what is in a package: settings that say it as well would be passed over without a word. */
function refuseOthers(scene: Scene, databases: boolean): void {
  const options = databases ? '--from-database and --to-database' : '--from and --to'
  for (const name of ['count', 'toTag', ...(databases ? (['from', 'to'] as const) : [])] as const) {
    const found = findSetting(scene, name)
    if (found !== null) reject(scene, name, found.from, `it does not go with ${options}`)
  }
  if (databases && scene.input.flags['databaseUrl'] !== undefined) {
    reject(scene, 'databaseUrl', 'the command line', `it does not go with ${options}`)
  }
  const kind = findSetting(scene, 'kind')
  if (kind !== null && (databases || kind.value !== 'offline')) {
    reject(scene, 'kind', kind.from, `${options} say what kind it is`)
  }
}

function readVersion(scene: Scene, name: 'from' | 'to'): Version | null {
  const found = findSetting(scene, name)
  if (found === null) return null
  // Not repeated: it may hold a password.
  if (found.value.includes('://')) return reject(scene, name, found.from, `it is a URL; --${name}-database takes those`)
  const version = parseVersion(found.value)
  if (version === null) {
    scene.complaints.push(complaint('VERSION_INVALID', { setting: labelOf(name), given: found.value }))
  }
  return version
}

function readEnd(scene: Scene, name: 'fromDatabase' | 'toDatabase') {
  const url = findSetting(scene, name)
  if (url !== null) return readDatabaseOf(scene, name, url)
  const other = labelOf(name === 'fromDatabase' ? 'toDatabase' : 'fromDatabase')
  scene.complaints.push(
    complaint('SETTING_MISSING', {
      setting: labelOf(name),
      detail: `${other} is given, and two databases are compared`,
    }),
  )
  return null
}
