import { throwIfAny } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { readDatabaseOf, type UrlSetting } from './read-database.ts'
import { findSetting, openScene } from './scene.ts'
import type { SettingsInput } from './settings-input.ts'

/**
 * A database that a setting beside `--database-url` names, by the same rules; null where it is not given. Fails with every
 * SETTING_INVALID and SETTING_MISSING of it.
 */
export function readTarget(
  input: SettingsInput,
  name: UrlSetting,
): { readonly target: DatabaseTarget | null; readonly warnings: readonly Warning[] } {
  const scene = openScene(input)
  // What the scene has complained of so far is the defaults file, which whoever reads the settings tells.
  const before = { complaints: scene.complaints.length, warnings: scene.warnings.length }
  const url = findSetting(scene, name)
  const target = url === null ? null : readDatabaseOf(scene, name, url)
  throwIfAny(scene.complaints.slice(before.complaints))
  return { target, warnings: scene.warnings.slice(before.warnings) }
}
