import { type Complaint, DvmError, throwIfAny } from '../errors/dvm-error.ts'
import type { ServerSettings } from '../model/server-settings.ts'
import type { Settings } from '../model/settings.ts'
import { readServerSettings, serverSecretsOf } from '../settings/read-server-settings.ts'
import { readSettings, secretsOf } from '../settings/read-settings.ts'
import type { Needs } from '../settings/settings-input.ts'
import { type Run, settingsInput } from './with-context.ts'

/** Both kinds of settings of a server; what is wrong with either is told at once. */
export function requireServerSettings(run: Run, needs: Needs): { settings: Settings; server: ServerSettings } {
  const input = settingsInput(run, needs)
  const complaints: Complaint[] = []
  const gather = <T>(read: () => T): T | null => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof DvmError)) throw error
      complaints.push(...error.complaints)
      return null
    }
  }
  const [common, own] = [gather(() => readSettings(input)), gather(() => readServerSettings(input))]
  throwIfAny(complaints)
  if (common === null || own === null) throw new Error('settings that nobody complained of are missing')
  run.parts.secrets.push(...secretsOf(common.settings), ...serverSecretsOf(own.server))
  run.output.warnings([...common.warnings, ...own.warnings])
  return { settings: common.settings, server: own.server }
}
