import { complaint, throwIfAny } from '../errors/dvm-error.ts'
import type { Flags } from '../settings/settings-input.ts'

/** Refuses options, e.g. `--no-data`, that were given and would change nothing: SETTING_INVALID, all of them at once. */
export function refuseUnread(flags: Flags, options: readonly string[], detail: string): void {
  const given = options.filter((option) => {
    const name = option.replace(/^--(?:no-)?/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    return option.startsWith('--no-') ? flags[name] === false : flags[name] !== undefined
  })
  throwIfAny(given.map((setting) => complaint('SETTING_INVALID', { setting, from: 'the command line', detail })))
}
