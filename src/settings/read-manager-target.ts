import { throwIfAny } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { readOwnDatabase } from './read-registered-targets.ts'
import { findSetting, openScene } from './scene.ts'
import type { SettingsInput } from './settings-input.ts'

/** The database of `--manager-url`, read as a server reads it; null where it is not given. Fails with every SETTING_* of it. */
export function readManagerTarget(input: SettingsInput): {
  readonly target: DatabaseTarget | null
  readonly warnings: readonly Warning[]
} {
  const scene = openScene(input)
  // What the scene has complained of so far, whoever reads the ordinary settings tells.
  const before = { complaints: scene.complaints.length, warnings: scene.warnings.length }
  const url = findSetting(scene, 'managerUrl')
  const target = url === null ? null : readOwnDatabase(scene, 'managerUrl', url)
  throwIfAny(scene.complaints.slice(before.complaints))
  return { target, warnings: scene.warnings.slice(before.warnings) }
}
