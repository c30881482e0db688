import { readSettings, type SettingsReading } from '../../src/settings/read-settings.ts'
import type { Environment, Flags, Needs } from '../../src/settings/settings-input.ts'

export interface Given {
  readonly flags?: Flags
  readonly environment?: Environment
  /** Text of the file that --defaults-file names. */
  readonly file?: string
  readonly passwordFile?: string
  readonly needs?: Partial<Needs>
}

/** Reads settings of a person who stands in /srv/app and was told nothing else. */
export function givenSettings(given: Given): SettingsReading {
  const named = (path: string, text: string | undefined) =>
    text === undefined ? null : { path, bytes: Buffer.from(text) }
  return readSettings({
    directory: '/srv/app',
    flags: given.flags ?? {},
    environment: { USER: 'someone', ...given.environment },
    defaultsFile: named('liquibase.properties', given.file),
    passwordFile: named('secret.txt', given.passwordFile),
    needs: { command: 'dvm test', changelog: false, database: false, ...given.needs },
  })
}
