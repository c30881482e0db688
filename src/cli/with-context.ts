import type { Settings } from '../model/settings.ts'
import { readSettings, secretsOf } from '../settings/read-settings.ts'
import { type Flags, type NamedFile, type Needs, namedFiles, type SettingsInput } from '../settings/settings-input.ts'
import type { Context } from '../task/context.ts'
import type { Output } from './output.ts'
import type { Parts } from './parts.ts'

/** One run of one command. */
export interface Run {
  readonly parts: Parts
  readonly flags: Flags
  readonly output: Output
}

/** Settings of a run, checked; their warnings are told. */
export function requireSettings(run: Run, needs: Needs): Settings {
  const { settings, warnings } = readSettings(settingsInput(run, needs))
  run.parts.secrets.push(...secretsOf(settings))
  run.output.warnings(warnings)
  return settings
}

/** Everything the run was told, the files that it names included. */
export function settingsInput({ parts, flags }: Run, needs: Needs): SettingsInput {
  const named = namedFiles(flags, parts.environment)
  const read = (path: string | null): NamedFile | null => (path === null ? null : { path, bytes: parts.readFile(path) })
  return {
    directory: parts.directory,
    flags,
    environment: parts.environment,
    defaultsFile: read(named.defaultsFile),
    passwordFile: read(named.passwordFile),
    needs,
  }
}

/** Lends the context of a run; its database is closed when `use` settles. */
export async function withContext<T>(run: Run, needs: Needs, use: (context: Context) => Promise<T>): Promise<T> {
  const context = await run.parts.compose(requireSettings(run, needs), run.output.log)
  try {
    return await use(context)
  } finally {
    run.output.bar.clear()
    await context.database?.close()
  }
}
